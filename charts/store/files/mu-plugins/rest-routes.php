<?php
// Blocks ask the REST server for the cart while a page is made for a visitor. WooCommerce makes its administrators' routes for that, too,
// some hundreds, all of which would refuse a visitor. Its own alone are left out: what an extension adds comes after.
add_action(
	'rest_api_init',
	function () {
		if ( defined( 'REST_REQUEST' ) || defined( 'WP_CLI' ) || wp_doing_cron() || is_admin() || is_user_logged_in() ) {
			return;
		}
		add_filter( 'woocommerce_rest_api_get_rest_namespaces', '__return_empty_array', PHP_INT_MIN );
		add_filter( 'woocommerce_admin_rest_controllers', '__return_empty_array', PHP_INT_MIN );
	},
	PHP_INT_MIN
);
