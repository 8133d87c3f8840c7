<?php
// Says that the shop has changed, so that no page that was kept before is shown any more; see advanced-cache.php. It is said in the
// database, since what changes a shop may run in another pod: the jobs, scheduled work, an import by wp-cli.
add_action( 'shutdown', fn() => store_pages_changed(), PHP_INT_MAX );

/** Notes a change; without one, at the request's end, tells those who keep pages. By then what was changed can be read by all. */
function store_pages_changed( bool $now = false ): void {
	static $changed = false;
	if ( $now || ! $changed ) {
		$changed = $changed || $now;
		return;
	}
	global $wpdb;
	$changed = false;
	// What is random is never told twice, as a count might be that a restored database has gone back to.
	$wpdb->query( $wpdb->prepare(
		"INSERT INTO $wpdb->options (option_name, option_value, autoload) VALUES ('store_pages', %s, 'off')
		ON DUPLICATE KEY UPDATE option_value = VALUES(option_value)",
		bin2hex( random_bytes( 8 ) )
	) );
	wp_cache_delete( 'store_pages', 'options' );
}

/** Whether visitors see anything of posts of this type: orders and what is yet to be done come with every purchase. */
function store_pages_shows( string $type ): bool {
	return ! preg_match( '/^(shop_order|shop_coupon|scheduled-action|revision|customize_changeset|oembed_cache|user_request)/', $type );
}

/** Whether visitors see anything of an option; the rest is what WordPress and WooCommerce note for themselves. */
function store_pages_shows_option( string $name ): bool {
	return ! preg_match(
		'/^(_transient_|_site_transient_|cron$|store_|rewrite_rules$|action_scheduler_|as_|wc_(remote|blocks|admin|background)_|_wc_'
			. '|woocommerce_(admin|task|onboarding|marketplace|tracker|queue|meta_box)_|recovery_|auto_core_update|fresh_site$|jetpack_)/',
		$name
	);
}

foreach ( array( 'added_option', 'updated_option', 'deleted_option' ) as $hook ) {
	add_action( $hook, fn( $name ) => store_pages_shows_option( (string) $name ) && store_pages_changed( true ) );
}
add_action(
	'clean_post_cache',
	fn( $id, $post ) => store_pages_shows( (string) ( $post->post_type ?? '' ) ) && store_pages_changed( true ),
	10,
	2
);
foreach ( array( 'added_post_meta', 'updated_post_meta', 'deleted_post_meta' ) as $hook ) {
	add_action(
		$hook,
		fn( $ids, $post, $key ) => ! in_array( $key, array( '_edit_lock', '_edit_last', 'total_sales' ), true )
			&& store_pages_shows( (string) get_post_type( $post ) ) && store_pages_changed( true ),
		10,
		3
	);
}
foreach ( array(
	'clean_term_cache', 'clean_object_term_cache', 'added_term_meta', 'updated_term_meta', 'deleted_term_meta', 'clean_comment_cache',
	'profile_update', 'woocommerce_attribute_added', 'woocommerce_attribute_updated', 'woocommerce_attribute_deleted',
	'woocommerce_tax_rate_added', 'woocommerce_tax_rate_updated', 'woocommerce_tax_rate_deleted', 'woocommerce_updated_product_stock',
	'woocommerce_delete_product_transients', 'upgrader_process_complete',
) as $hook ) {
	add_action( $hook, fn() => store_pages_changed( true ) );
}
