<?php
// Buys something as a stranger would, through the shop's own Store API, reads the order back and removes it.
// Prints one line of JSON: what was ordered and how long each step took, in milliseconds.
require __DIR__ . '/lib.php';

const EMAIL = 'stranger@order-check.invalid';
$evidence   = array( 'check' => 'order', 'ok' => false, 'orderId' => null, 'total' => null, 'currency' => null, 'removed' => false, 'milliseconds' => array() );
$token      = null;
$temporary  = null;

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
	return trim( $output );
}

try {
	$product = step( 'product', function () use ( &$temporary ) {
		foreach ( call( 'GET', '/products?per_page=50&type=simple&stock_status=instock' ) as $candidate ) {
			if ( $candidate['is_purchasable'] && $candidate['is_in_stock'] ) {
				return $candidate['id'];
			}
		}
		$temporary = (int) in_wordpress( '$p = new WC_Product_Simple(); $p->set_props( array( "name" => "Order check", "regular_price" => "1.00", "virtual" => true, "status" => "publish", "catalog_visibility" => "hidden" ) ); echo $p->save();' );
		return $temporary;
	} );
	step( 'cart', function () use ( $product ) {
		call( 'GET', '/cart' );
		$cart = call( 'POST', '/cart/add-item', array( 'id' => $product, 'quantity' => 1 ) );
		count( $cart['items'] ) === 1 || throw new RuntimeException( 'the product is not in the cart' );
	} );
	$order = step( 'checkout', function () {
		$address = array( 'first_name' => 'Order', 'last_name' => 'Check', 'address_1' => '1 Main Street', 'city' => 'San Francisco', 'state' => 'CA', 'postcode' => '94103', 'country' => 'US' );
		$order   = call( 'POST', '/checkout', array( 'billing_address' => array( ...$address, 'email' => EMAIL, 'phone' => '5550100' ), 'shipping_address' => $address, 'payment_method' => 'cod' ) );
		$order['payment_result']['payment_status'] === 'success' || throw new RuntimeException( "the payment is '{$order['payment_result']['payment_status']}'" );
		return $order;
	} );
	$evidence['orderId'] = $order['order_id'];
	step( 'readBack', function () use ( $order, $product, &$evidence ) {
		$read = call( 'GET', "/order/{$order['order_id']}?" . http_build_query( array( 'key' => $order['order_key'], 'billing_email' => EMAIL ) ) );
		$read['id'] === $order['order_id'] && $read['items'][0]['id'] === $product || throw new RuntimeException( 'another order came back' );
		$evidence['total']    = number_format( (int) $read['totals']['total_price'] / 10 ** $read['totals']['currency_minor_unit'], $read['totals']['currency_minor_unit'], '.', '' );
		$evidence['currency'] = $read['totals']['currency_code'];
	} );
	$evidence['ok'] = true;
} catch ( Throwable $failure ) {
	$evidence['error'] = $failure->getMessage();
}

try {
	step( 'remove', function () use ( &$evidence, $temporary ) {
		// By address rather than by number: what an earlier, killed check left goes too.
		$left                = in_wordpress( 'foreach ( wc_get_orders( array( "billing_email" => "' . EMAIL . '", "limit" => 100, "status" => array_merge( array_keys( wc_get_order_statuses() ), array( "checkout-draft", "trash" ) ) ) ) as $o ) { $o->delete( true ); } ' . ( $temporary ? "wp_delete_post( $temporary, true ); " : '' ) . 'echo count( wc_get_orders( array( "billing_email" => "' . EMAIL . '", "limit" => 1, "return" => "ids" ) ) );' );
		$evidence['removed'] = $left === '0';
		$evidence['removed'] || throw new RuntimeException( 'the order is still there' );
	} );
} catch ( Throwable $failure ) {
	$evidence['ok']      = false;
	$evidence['error'] ??= $failure->getMessage();
}
say( json_encode( $evidence, JSON_UNESCAPED_SLASHES ) );
exit( $evidence['ok'] ? 0 : 1 );
