<?php
// Run by wp-cli inside WordPress: turns an installed WooCommerce into an open shop. What belongs to the owner is set once.
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

// A kill inside WordPress' own installation leaves out what comes after its options.
if ( ! get_role( 'administrator' ) ) {
	populate_roles();
}
// Users are the owner's once the shop is set up: one that he has renamed or removed stays so.
if ( ! get_option( 'store_configured' ) ) {
	$name  = getenv( 'STORE_ADMIN_USER' ) ?: 'admin';
	$admin = get_user_by( 'login', $name );
	if ( ! $admin ) {
		$user = array( 'user_login' => $name, 'user_pass' => getenv( 'STORE_ADMIN_PASSWORD' ), 'user_email' => getenv( 'STORE_ADMIN_EMAIL' ) );
		$id   = wp_insert_user( $user );
		is_wp_error( $id ) && WP_CLI::error( $id->get_error_message() );
		$admin = get_user_by( 'id', $id );
	}
	in_array( 'administrator', $admin->roles, true ) || $admin->set_role( 'administrator' );
	// What WordPress shows of an author is made from the name to log in with, and would tell it.
	wp_update_user( array( 'ID' => $admin->ID, 'user_nicename' => 'owner', 'nickname' => 'Owner', 'display_name' => 'Owner' ) );
	if ( ! get_term( 1 ) ) {
		wp_install_defaults( $admin->ID );
	}
}

if ( get_option( 'woocommerce_version' ) !== WC()->version || ! get_option( 'woocommerce_db_version' ) ) {
	delete_transient( 'wc_installing' );
	WC_Install::install();
}
WC_Install::create_tables();
WC_Install::create_roles();
// Makes only those that are missing.
WC_Install::create_pages();
// What WooCommerce would turn at the first request to the admin area, be it a stranger's: at once, so that what follows has the last word.
WC_Install::newly_installed();

if ( ! get_option( 'store_configured' ) ) {
	// The shop check lets nothing be missing until a purchase has gone through; see shop-check.php.
	add_option( 'store_shop_checked', 'no', '', false );
	if ( ! wp_check_password( getenv( 'STORE_ADMIN_PASSWORD' ), $admin->user_pass, $admin->ID ) ) {
		wp_set_password( getenv( 'STORE_ADMIN_PASSWORD' ), $admin->ID );
	}
	// Of the password that the installation made up, which nobody has any more.
	delete_user_option( $admin->ID, 'default_password_nag', true );
	// The owner's first visit would end at WooCommerce's page of first steps, wherever it led.
	delete_transient( '_wc_activation_redirect' );

	foreach ( array(
		'blogname'                                => getenv( 'STORE_TITLE' ),
		'blogdescription'                         => '',
		'woocommerce_coming_soon'                 => 'no',
		'woocommerce_store_pages_only'            => 'no',
		'woocommerce_default_country'             => getenv( 'STORE_COUNTRY' ),
		'woocommerce_currency'                    => getenv( 'STORE_CURRENCY' ),
		'timezone_string'                         => getenv( 'STORE_TIMEZONE' ),
		'gmt_offset'                              => '',
		'woocommerce_weight_unit'                 => getenv( 'STORE_WEIGHT_UNIT' ),
		'woocommerce_dimension_unit'              => getenv( 'STORE_DIMENSION_UNIT' ),
		'woocommerce_allow_tracking'              => 'no',
		'woocommerce_show_marketplace_suggestions' => 'no',
		'woocommerce_enable_guest_checkout'       => 'yes',
		'woocommerce_task_list_hidden'            => 'yes',
		'woocommerce_onboarding_profile'          => array( 'skipped' => true, 'completed' => true ),
		'woocommerce_cod_settings'                => array(
			'enabled'            => 'yes',
			'title'              => 'Cash on delivery',
			'description'        => 'Pay with cash upon delivery.',
			'instructions'       => 'Pay with cash upon delivery.',
			'enable_for_methods' => array(),
			'enable_for_virtual' => 'yes',
		),
		'show_on_front'                           => 'page',
		'page_on_front'                           => wc_get_page_id( 'shop' ),
	) as $option => $value ) {
		update_option( $option, $value );
	}

	// Orders in tables of their own, before there is a first one.
	if ( wc_get_orders( array( 'limit' => 1, 'return' => 'ids' ) ) === array() ) {
		update_option( 'woocommerce_custom_orders_table_enabled', 'yes' );
		update_option( 'woocommerce_custom_orders_table_data_sync_enabled', 'no' );
	}

	$everywhere = new WC_Shipping_Zone( 0 );
	$instance   = array_key_first( $everywhere->get_shipping_methods() ) ?? $everywhere->add_shipping_method( 'flat_rate' );
	$rate       = array( 'title' => 'Flat rate', 'tax_status' => 'none', 'cost' => getenv( 'STORE_SHIPPING_COST' ) );
	update_option( "woocommerce_flat_rate_{$instance}_settings", $rate );
	WC_Cache_Helper::get_transient_version( 'shipping', true );

	if ( getenv( 'STORE_SAMPLE_PRODUCTS' ) ) {
		foreach ( array(
			array( 'sample-mug', 'Sample mug', '12.00', false ),
			array( 'sample-shirt', 'Sample shirt', '25.00', false ),
			array( 'sample-booklet', 'Sample booklet (PDF)', '4.00', true ),
		) as [$sku, $name, $price, $virtual] ) {
			if ( ! wc_get_product_id_by_sku( $sku ) ) {
				$product = new WC_Product_Simple();
				$product->set_props( array(
					'sku'           => $sku,
					'name'          => $name,
					'regular_price' => $price,
					'virtual'       => $virtual,
					'status'        => 'publish',
					'description'   => 'A product to try the shop with.',
				) );
				$product->save();
			}
		}
	}

	store_furnish();
	update_option( 'permalink_structure', '/%postname%/' );
	update_option( 'store_configured', WC()->version );
}

// Rules made here would lack those of products, accounts and checkout, which WooCommerce has registered by the structure of when this
// process began: the next request finds none and makes them all.
delete_option( 'rewrite_rules' );
// Pages are kept from now on, and none of those from before; see advanced-cache.php.
store_pages_changed( true );
// Readiness looks for this: from here on visitors are let in.
update_option( 'store_ready', WC()->version );

/** Puts a menu and a footer of the shop's own in place of WordPress' examples; a theme that brings none of those keeps its footer. */
function store_furnish(): void {
	foreach ( array( 'hello-world' => 'post', 'sample-page' => 'page' ) as $name => $type ) {
		$example = get_page_by_path( $name, OBJECT, $type );
		$example && wp_delete_post( $example->ID, true );
	}
	if ( ! wp_is_block_theme() ) {
		return;
	}
	// The header shows the newest menu, or one of all pages that WordPress then makes; WooCommerce puts the cart beside it.
	$menu = get_posts( array( 'post_type' => 'wp_navigation', 'numberposts' => 1 ) )[0] ?? null;
	$menu = $menu && trim( $menu->post_content ) !== '<!-- wp:page-list /-->' ? $menu->ID : store_save( array(
		'ID'           => $menu?->ID,
		'post_type'    => 'wp_navigation',
		'post_title'   => 'Menu',
		'post_content' => store_link( 'shop' ) . store_link( 'cart' ) . store_link( 'myaccount' ),
	) );
	$footer = get_block_template( get_stylesheet() . '//footer', 'wp_template_part' );
	if ( ! $footer || $footer->source !== 'theme' || ! str_contains( do_blocks( $footer->content ), 'href="#"' ) ) {
		return;
	}
	$space = '"spacing":{"padding":{"top":"var:preset|spacing|50","bottom":"var:preset|spacing|50"}}';
	$style = 'padding-top:var(--wp--preset--spacing--50);padding-bottom:var(--wp--preset--spacing--50)';
	$id    = store_save( array(
		'ID'           => get_page_by_path( 'footer', OBJECT, 'wp_template_part' )?->ID,
		'post_type'    => 'wp_template_part',
		'post_name'    => 'footer',
		'post_title'   => $footer->title,
		'post_content' => <<<BLOCKS
			<!-- wp:group {"style":{ $space },"layout":{"type":"constrained"}} -->
			<div class="wp-block-group" style="$style">
			<!-- wp:group {"align":"wide","layout":{"type":"flex","flexWrap":"wrap","justifyContent":"space-between"}} -->
			<div class="wp-block-group alignwide"><!-- wp:site-title {"level":0} /-->
			<!-- wp:navigation {"ref":$menu,"overlayMenu":"never"} /--></div>
			<!-- /wp:group --></div>
			<!-- /wp:group -->
			BLOCKS,
	) );
	wp_set_object_terms( $id, get_stylesheet(), 'wp_theme' );
	wp_set_object_terms( $id, $footer->area, 'wp_template_part_area' );
}

/** A link to a page of WooCommerce; without the host, since a shop may answer under any. */
function store_link( string $page ): string {
	$id   = wc_get_page_id( $page );
	$link = array( 'label' => get_the_title( $id ), 'type' => 'page', 'id' => $id, 'url' => '/' . get_page_uri( $id ) . '/' );
	return get_comment_delimited_block_content( 'core/navigation-link', $link + array( 'kind' => 'post-type' ), '' );
}

function store_save( array $post ): int {
	$id = wp_insert_post( wp_slash( $post + array( 'post_status' => 'publish' ) ), true );
	is_wp_error( $id ) && WP_CLI::error( $id->get_error_message() );
	return $id;
}
