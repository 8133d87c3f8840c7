<?php
// Run by wp-cli inside WordPress: what the shop check needs to know of the shop, as one line of JSON.

/** Path and query of an address of the shop. */
function store_path( string $url ): string {
	$parts = parse_url( $url );
	return ( $parts['path'] ?? '/' ) . ( isset( $parts['query'] ) ? "?{$parts['query']}" : '' );
}

/** A page of WooCommerce; null when it is not there for visitors. */
function store_page( string $page ): ?string {
	$id = wc_get_page_id( $page );
	return $id > 0 && get_post_status( $id ) === 'publish' && ! post_password_required( $id ) ? store_path( get_permalink( $id ) ) : null;
}

/** Whether one of it can be bought, and given back, without a mail about the stock and without taking the last piece from a customer. */
function store_can_spare( WC_Product $product ): bool {
	if ( ! $product->is_purchasable() || ! $product->is_visible() || get_post_field( 'post_password', $product->get_id() ) !== '' ) {
		return false;
	}
	$mailed = max( 1, (int) wc_get_low_stock_amount( $product ), (int) get_option( 'woocommerce_notify_no_stock_amount' ) );
	return ! $product->managing_stock() || $product->get_stock_quantity() - 1 > $mailed;
}

/** Where a stranger lives to whom the shop sells: in the shop's own country if it may be, and where it ships to. */
function store_address( bool $ships ): ?array {
	// Where WooCommerce knows a form of its own; elsewhere any will do.
	$postcodes = array(
		'AT' => '1010', 'BA' => '71000', 'BE' => '1000', 'BR' => '01310-100', 'CA' => 'K1A 0B1', 'CH' => '8001', 'CZ' => '110 00',
		'DE' => '10115', 'DK' => '1050', 'EE' => '10111', 'ES' => '28001', 'FI' => '00100', 'FR' => '75001', 'GB' => 'SW1A 1AA', 'HU' => '1051',
		'IE' => 'D02 AF30', 'IN' => '110001', 'IT' => '00118', 'JP' => '100-0001', 'LI' => '9490', 'NL' => '1012 JS', 'NO' => '0150',
		'PL' => '00-001', 'PR' => '00901', 'PT' => '1000-001', 'SE' => '111 20', 'SI' => '1000', 'SK' => '811 01', 'US' => '94103',
	);
	$shop = WC()->countries;
	$base = $shop->get_base_country();
	$sold = $shop->get_allowed_countries();

	$countries = array_keys( $ships ? array_intersect_key( $sold, $shop->get_shipping_countries() ) : $sold );
	usort( $countries, fn( $left, $right ) => ( $right === $base ) <=> ( $left === $base ) );
	$addresses = array_map(
		function ( $country ) use ( $postcodes, $shop, $base ) {
			$states  = array_keys( $shop->get_states( $country ) ?: array() );
			$at_home = $country === $base && ( ! $states || in_array( $shop->get_base_state(), $states, true ) );
			return array(
				'first_name' => 'Shop',
				'last_name'  => 'Check',
				'address_1'  => '1 Main Street',
				'city'       => 'Springfield',
				'state'      => $at_home ? $shop->get_base_state() : ( $states[0] ?? '' ),
				'postcode'   => ( $at_home ? $shop->get_base_postcode() : '' ) ?: ( $postcodes[ $country ] ?? '10000' ),
				'country'    => $country,
			);
		},
		$countries
	);
	foreach ( $ships ? $addresses : array() as $address ) {
		if ( WC_Shipping_Zones::get_zone_matching_package( array( 'destination' => $address ) )->get_shipping_methods( true ) ) {
			return $address;
		}
	}
	return $addresses[0] ?? null;
}

$products = wc_get_products(
	array( 'status' => 'publish', 'type' => 'simple', 'stock_status' => 'instock', 'limit' => 50, 'orderby' => 'ID', 'order' => 'ASC' )
);
$products = array_values( array_filter( $products, 'store_can_spare' ) );
// One that is shipped shows that shipping works too.
usort( $products, fn( $left, $right ) => $right->needs_shipping() <=> $left->needs_shipping() );
if ( ! $products ) {
	// Nobody else's to buy: it is in no catalogue, and goes with the check.
	$own = new WC_Product_Simple( wc_get_product_id_by_sku( 'shop-check' ) );
	$own->set_props( array( 'sku' => 'shop-check', 'name' => 'Shop check', 'regular_price' => '1.00', 'status' => 'publish' ) );
	$own->set_catalog_visibility( 'hidden' );
	$own->save();
	$products = array( $own );
}
echo "\n", wp_json_encode( array(
	// Said by the install job until a purchase has gone through; a shop of before it was said has taken orders already.
	'first'      => get_option( 'store_shop_checked' ) === 'no',
	// Below /wp-json/ or, where the owner has plain permalinks, a query.
	'storeApi'   => store_path( rest_url( 'wc/store/v1' ) ),
	'comingSoon' => get_option( 'woocommerce_coming_soon' ) === 'yes',
	'pages'      => array(
		'shop'       => store_page( 'shop' ),
		'cart'       => store_page( 'cart' ),
		'checkout'   => store_page( 'checkout' ),
		'my account' => store_page( 'myaccount' ),
	),
	'product'    => array(
		'id'    => $products[0]->get_id(),
		'name'  => $products[0]->get_name(),
		'path'  => store_path( $products[0]->get_permalink() ),
		'ships' => $products[0]->needs_shipping(),
	),
	'address'    => store_address( $products[0]->needs_shipping() ),
) ), "\n";
