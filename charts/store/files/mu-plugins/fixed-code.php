<?php
// Neither advertises extensions nor asks for updates where code comes with the image and the owner can install nothing.
if ( ! wp_is_file_mod_allowed( 'store_fixed_code' ) ) {
	add_filter( 'woocommerce_allow_marketplace_suggestions', '__return_false' );
	add_filter( 'woocommerce_show_addons_page', '__return_false' );
	add_filter( 'woocommerce_marketplace_menu_items', '__return_empty_array' );
	add_filter( 'woocommerce_helper_suppress_admin_notices', '__return_true' );
	add_filter( 'jetpack_just_in_time_msgs', '__return_false' );
	add_filter(
		'woocommerce_admin_features',
		fn( $features ) => array_values( array_diff(
			$features,
			array(
				'remote-free-extensions', 'payment-gateway-suggestions', 'shipping-label-banner', 'wc-pay-promotion', 'wc-pay-welcome-page',
				'printful', 'mobile-app-banner', 'woo-mobile-welcome',
			)
		) )
	);
	// Site Health would call it critical that nothing is updated in place.
	add_filter(
		'site_status_tests',
		function ( $tests ) {
			unset( $tests['async']['background_updates'], $tests['direct']['update_temp_backup_writable'] );
			unset( $tests['direct']['available_updates_disk_space'], $tests['direct']['plugin_theme_auto_updates'] );
			return $tests;
		}
	);
}
