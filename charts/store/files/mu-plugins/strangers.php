<?php
// Tells strangers neither the names of users nor the versions of what runs.

// The editor lists authors; a visitor, a customer included, has no need to.
add_filter(
	'rest_pre_dispatch',
	function ( $result, $server, $request ) {
		if ( ! preg_match( '#^/wp/v2/users(/|$)#i', $request->get_route() ) || current_user_can( 'edit_posts' ) ) {
			return $result;
		}
		$status = array( 'status' => rest_authorization_required_code() );
		return new WP_Error( 'rest_user_cannot_view', __( 'Sorry, you are not allowed to list users.' ), $status );
	},
	10,
	3
);
add_filter( 'wp_sitemaps_add_provider', fn( $provider, $name ) => $name === 'users' ? false : $provider, 10, 2 );
add_filter( 'oembed_response_data', fn( $data ) => array_diff_key( $data, array( 'author_name' => 1, 'author_url' => 1 ) ) );
add_filter( 'the_author', fn( $name ) => is_feed() ? get_bloginfo( 'name' ) : $name );
// By number anybody could be asked for; by name only who has written something that bears it.
add_action(
	'template_redirect',
	function () {
		global $wp, $wp_query;
		$nameless = is_author() && ! count_user_posts( get_queried_object_id(), 'post', true );
		if ( $nameless || isset( $wp->query_vars['author'] ) || get_query_var( 'sitemap' ) === 'users' ) {
			$wp_query->set_404();
			status_header( 404 );
			nocache_headers();
		}
	},
	0
);

/** What tells a wrong password from a name that is nobody's. */
function store_tells_names( WP_Error $error ): bool {
	$told = array(
		'invalid_username', 'invalid_email', 'invalidcombo', 'incorrect_password', 'application_passwords_disabled_for_user',
		'no_password_reset', 'retrieve_password_email_failure',
	);
	return array_intersect( $error->get_error_codes(), $told ) !== array();
}

function store_refusal( array $data = array() ): WP_Error {
	// With this code WordPress keeps the name in the form, whoever's it is.
	return new WP_Error( 'incorrect_password', __( '<strong>Error:</strong> Invalid username, email address or incorrect password.' ), $data );
}

add_filter(
	'authenticate',
	function ( $user, $name, $password ) {
		if ( ! is_wp_error( $user ) || ! store_tells_names( $user ) ) {
			return $user;
		}
		// Takes the time that a password's check takes, or the clock would tell.
		array_intersect( $user->get_error_codes(), array( 'invalid_username', 'invalid_email' ) ) && wp_hash_password( $password );
		return store_refusal();
	},
	100,
	3
);
add_filter(
	'rest_authentication_errors',
	fn( $error ) => is_wp_error( $error ) && store_tells_names( $error ) ? store_refusal( array( 'status' => 401 ) ) : $error,
	1000
);

// A lost password is answered alike whoever lost it; what else is wrong with the form WordPress says itself.
foreach ( array( 'lostpassword', 'retrievepassword' ) as $form ) {
	add_action(
		"login_form_$form",
		function () {
			if ( $_SERVER['REQUEST_METHOD'] !== 'POST' ) {
				return;
			}
			$sent = retrieve_password();
			if ( is_wp_error( $sent ) && ! store_tells_names( $sent ) ) {
				return;
			}
			if ( is_wp_error( $sent ) && $sent->get_error_code() === 'retrieve_password_email_failure' ) {
				error_log( 'A mail to reset a password could not be sent.' );
			}
			wp_safe_redirect( ( $_REQUEST['redirect_to'] ?? '' ) ?: 'wp-login.php?checkemail=confirm' );
			exit;
		}
	);
}
// WooCommerce's form, after those who may find something else wrong with it.
add_action(
	'lostpassword_post',
	function ( $errors, $user ) {
		if ( isset( $_POST['wc_reset_password'] ) && ! $user && ! $errors->has_errors() ) {
			wp_safe_redirect( add_query_arg( 'reset-link-sent', 'true', wc_get_account_endpoint_url( 'lost-password' ) ) );
			exit;
		}
	},
	PHP_INT_MAX,
	2
);

remove_action( 'wp_head', 'wp_generator' );
add_filter( 'the_generator', '__return_empty_string' );
if ( ! getenv( 'STORE_XMLRPC' ) ) {
	// Apache refuses it; nothing should lead there.
	remove_action( 'wp_head', 'rsd_link' );
	add_filter( 'pings_open', '__return_false' );
	add_filter( 'xmlrpc_enabled', '__return_false' );
}
