<?php
// Buys something as a stranger would, through the shop's own Store API, reads the order back and removes it.
// Prints one line of JSON: what was ordered and how long each step took, in milliseconds.
require __DIR__ . '/lib.php';

const EMAIL = 'stranger@order-check.invalid';
$evidence   = array( 'check' => 'order', 'ok' => false, 'orderId' => null, 'total' => null, 'currency' => null, 'removed' => false, 'milliseconds' => array() );
$token      = null;

function step( string $name, callable $act ): mixed {
	global $evidence;
	$began = hrtime( true );
	try {
		return $act();
	} catch ( Throwable $failure ) {
		throw new RuntimeException( "$name: {$failure->getMessage()}" );
	} finally {
		$evidence['milliseconds'][ $name ] = intdiv( hrtime( true ) - $began, 1000000 );
	}
}

function call( string $method, string $path, ?array $body = null ): array {
	global $token;
	$headers = array( 'Accept: application/json', 'Content-Type: application/json', 'Host: ' . ( getenv( 'STORE_HOST' ) ?: 'web' ) );
	getenv( 'STORE_TLS' ) && $headers[] = 'X-Forwarded-Proto: https';
	$token && $headers[]                = "Cart-Token: $token";
	$curl                               = curl_init( "http://web/wp-json/wc/store/v1$path" );
	curl_setopt_array( $curl, array(
		CURLOPT_CUSTOMREQUEST  => $method,
		CURLOPT_HTTPHEADER     => $headers,
		CURLOPT_RETURNTRANSFER => true,
		CURLOPT_CONNECTTIMEOUT => 10,
		CURLOPT_TIMEOUT        => 60,
		CURLOPT_POSTFIELDS     => $body === null ? null : json_encode( $body ),
		CURLOPT_HEADERFUNCTION => function ( $curl, $header ) use ( &$token ) {
			stripos( $header, 'Cart-Token:' ) === 0 && $token = trim( substr( $header, 11 ) );
			return strlen( $header );
		},
	) );
	$text   = curl_exec( $curl );
	$status = curl_getinfo( $curl, CURLINFO_RESPONSE_CODE );
	if ( $text === false ) {
		throw new RuntimeException( curl_error( $curl ) );
	}
	$answer = json_decode( $text, true );
	if ( $status >= 400 || ! is_array( $answer ) ) {
		throw new RuntimeException( "HTTP $status " . ( $answer['message'] ?? 'no JSON came back' ), $status );
	}
	return $answer;
}

/** Runs PHP inside WordPress; its arguments are numbers of our own. */
function in_wordpress( string $code ): string {
	[$exit, $output] = run_wp( array( 'eval', $code ) );
	if ( $exit !== 0 ) {
		throw new RuntimeException( trim( $output ) );
	}
	// What PHP has to warn of comes before.
	return trim( strrchr( "\n" . trim( $output ), "\n" ) );
}

try {
	$products = step( 'product', function () {
		$found = array_filter( call( 'GET', '/products?per_page=50&type=simple&stock_status=instock' ), fn( $candidate ) => $candidate['is_purchasable'] && $candidate['is_in_stock'] );
		return array_column( $found, 'id' ) ?: array( (int) in_wordpress( '$p = new WC_Product_Simple( wc_get_product_id_by_sku( "order-check" ) ); $p->set_props( array( "sku" => "order-check", "name" => "Order check", "regular_price" => "1.00", "status" => "publish", "catalog_visibility" => "hidden" ) ); echo $p->save();' ) );
	} );
	$bought = step( 'cart', function () use ( $products ) {
		call( 'GET', '/cart' );
		// One that is shipped shows that shipping works too.
		foreach ( array_slice( $products, 0, 5 ) as $product ) {
			call( 'DELETE', '/cart/items' );
			$cart = call( 'POST', '/cart/add-item', array( 'id' => $product, 'quantity' => 1 ) );
			array_column( $cart['items'], 'id' ) === array( $product ) || throw new RuntimeException( 'the product is not in the cart' );
			if ( $cart['needs_shipping'] ) {
				break;
			}
		}
		return $cart['items'][0]['name'];
	} );
	$order = step( 'checkout', function () {
		$address = array( 'first_name' => 'Order', 'last_name' => 'Check', 'address_1' => '1 Main Street', 'city' => 'San Francisco', 'state' => 'CA', 'postcode' => '94103', 'country' => 'US' );
		$order   = call( 'POST', '/checkout', array( 'billing_address' => array( ...$address, 'email' => EMAIL, 'phone' => '5550100' ), 'shipping_address' => $address, 'payment_method' => 'cod' ) );
		$order['payment_result']['payment_status'] === 'success' || throw new RuntimeException( "the payment is '{$order['payment_result']['payment_status']}'" );
		return $order;
	} );
	$evidence['orderId'] = $order['order_id'];
	step( 'readBack', function () use ( $order, $bought, &$evidence ) {
		$read = call( 'GET', "/order/{$order['order_id']}?" . http_build_query( array( 'key' => $order['order_key'], 'billing_email' => EMAIL ) ) );
		$read['id'] === $order['order_id'] && array_column( $read['items'], 'name' ) === array( $bought ) || throw new RuntimeException( 'another order came back' );
		$evidence['total']    = number_format( (int) $read['totals']['total_price'] / 10 ** $read['totals']['currency_minor_unit'], $read['totals']['currency_minor_unit'], '.', '' );
		$evidence['currency'] = $read['totals']['currency_code'];
	} );
	$evidence['ok'] = true;
} catch ( Throwable $failure ) {
	$evidence['error'] = $failure->getMessage();
}

try {
	step( 'remove', function () use ( &$evidence ) {
		// By address and SKU rather than by number: what an earlier, killed check left goes too. Cancelling gives the stock back.
		$left                = in_wordpress( 'foreach ( wc_get_orders( array( "billing_email" => "' . EMAIL . '", "limit" => 100, "status" => array_merge( array_keys( wc_get_order_statuses() ), array( "checkout-draft", "trash" ) ) ) ) as $o ) { $o->update_status( "cancelled" ); $o->delete( true ); } if ( $id = wc_get_product_id_by_sku( "order-check" ) ) { wp_delete_post( $id, true ); } echo count( wc_get_orders( array( "billing_email" => "' . EMAIL . '", "limit" => 1, "return" => "ids" ) ) );' );
		$evidence['removed'] = $left === '0';
		$evidence['removed'] || throw new RuntimeException( 'the order is still there' );
	} );
} catch ( Throwable $failure ) {
	$evidence['ok']      = false;
	$evidence['error'] ??= $failure->getMessage();
}
say( json_encode( $evidence, JSON_UNESCAPED_SLASHES ) );
exit( $evidence['ok'] ? 0 : 1 );
