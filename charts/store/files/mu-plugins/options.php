<?php
// Asks the database at once for the options that pages ask for one by one, most of which are not there: what were sixty questions of a page
// is one. Which they are, a pod learns by its first pages.
add_action( 'muplugins_loaded', fn() => defined( 'WP_CLI' ) || wp_prime_option_caches( store_options_learned() ) );
add_action( 'shutdown', fn() => store_options_learn( store_options_learned() ) );

/** The options' names, as far as they are known. */
function store_options_learned(): array {
	$names = json_decode( (string) @file_get_contents( get_temp_dir() . 'store-options' ), true );
	return is_array( $names ) ? array_filter( $names, 'is_string' ) : array();
}

/** Adds those that a visitor's page has asked for; two hundred at most, and none that has a number of one product or order in its name. */
function store_options_learn( array $known ): void {
	global $wp_object_cache;
	if ( ! did_action( 'template_redirect' ) || is_user_logged_in() ) {
		return;
	}
	$cached = (array) ( $wp_object_cache->cache['options'] ?? array() );
	$asked  = array_map( 'strval', array_keys( $cached + (array) ( $cached['notoptions'] ?? array() ) ) );
	$asked  = preg_grep( '/^(alloptions|notoptions)$|\d\d/', $asked, PREG_GREP_INVERT );
	$names  = array_slice( array_values( array_unique( array( ...$known, ...$asked ) ) ), 0, 200 );
	if ( count( $names ) > count( $known ) ) {
		$new = get_temp_dir() . 'store-options.' . bin2hex( random_bytes( 4 ) );
		@file_put_contents( $new, json_encode( $names ) ) && @rename( $new, get_temp_dir() . 'store-options' );
	}
}
