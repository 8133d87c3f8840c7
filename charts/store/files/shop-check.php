<?php
// The shop check: walks through the shop as a visitor does, buys something as a stranger would, reads the order back and removes it.
// Until a purchase has gone through once, nothing may be missing. From then on the shop is its owner's: what is switched off, sold out or
// removed is borne and said ("leftOut"), and what is there must work. Prints one line of JSON: what was seen and ordered, and how long each
// step took, in milliseconds.
require __DIR__ . '/lib.php';

const EMAIL = 'stranger@shop-check.invalid';
// Ways to pay that ask nobody's bank.
const OFFLINE = array( 'cod', 'bacs', 'cheque' );

$evidence = array(
	'check'        => 'shop',
	'ok'           => false,
	'first'        => null,
	'pages'        => array(),
	'leftOut'      => array(),
	'orderId'      => null,
	'total'        => null,
	'currency'     => null,
	'country'      => null,
	'payment'      => null,
	'shipping'     => null,
	'removed'      => false,
	'milliseconds' => array(),
);

/** What the shop's owner has decided, or the shop's state, lets something be left out. */
final class LeftOut extends RuntimeException {}

function step( string $name, callable $act ): mixed {
	global $evidence;
	$began = hrtime( true );
	try {
		return $act();
	} catch ( LeftOut $reason ) {
		// A shop that was just made has no owner who has decided anything.
		if ( $evidence['first'] !== false ) {
			throw new RuntimeException( "$name: {$reason->getMessage()}" );
		}
		$evidence['leftOut'][] = "$name: {$reason->getMessage()}";
		return null;
	} catch ( Throwable $failure ) {
		throw new RuntimeException( "$name: {$failure->getMessage()}" );
	} finally {
		$evidence['milliseconds'][ $name ] = intdiv( hrtime( true ) - $began, 1000000 );
	}
}

/** One request to the shop's own Service, under the shop's name and in the visitor's session: status, headers by lower-case name, body. */
function request( string $method, string $path, array $headers, ?string $body = null ): array {
	$headers[] = 'Host: ' . ( getenv( 'STORE_HOST' ) ?: 'web' );
	if ( getenv( 'STORE_TLS' ) ) {
		$headers[] = 'X-Forwarded-Proto: https';
	}
	$received = array();
	$curl     = curl_init( "http://web$path" );
	curl_setopt_array( $curl, array(
		CURLOPT_CUSTOMREQUEST  => $method,
		CURLOPT_HTTPHEADER     => array( ...$headers, ...( cookies() ? array( 'Cookie: ' . implode( '; ', cookies() ) ) : array() ) ),
		CURLOPT_RETURNTRANSFER => true,
		CURLOPT_CONNECTTIMEOUT => 10,
		CURLOPT_TIMEOUT        => 60,
		CURLOPT_HEADERFUNCTION => function ( $curl, $header ) use ( &$received ) {
			$parts = explode( ':', $header, 2 );
			if ( isset( $parts[1] ) ) {
				$name              = strtolower( trim( $parts[0] ) );
				$received[ $name ] = trim( $parts[1] );
				'set-cookie' === $name && cookies( $received[ $name ] );
			}
			return strlen( $header );
		},
	) + ( $body === null ? array() : array( CURLOPT_POSTFIELDS => $body ) ) );
	$text   = curl_exec( $curl );
	$status = curl_getinfo( $curl, CURLINFO_RESPONSE_CODE );
	if ( $text === false ) {
		throw new RuntimeException( curl_error( $curl ) );
	}
	return array( $status, $received, $text );
}

/** The visitor's cookies, by name; takes in one that the shop sets. Which of them are for HTTPS alone does not matter behind a proxy. */
function cookies( ?string $set = null ): array {
	// A cookie that the shop does not know: what is looked at is the shop itself, and not what it has kept of a page.
	static $cookies = array( 'store_check' => 'store_check=1' );
	if ( $set !== null ) {
		$cookie                                     = explode( ';', $set, 2 )[0];
		$cookies[ explode( '=', $cookie, 2 )[0] ] = $cookie;
	}
	return $cookies;
}

/** Opens a page as a browser does. */
function visit( string $page, string $path ): void {
	global $evidence, $facts;
	for ( $redirects = 0; $redirects <= 5; $redirects++ ) {
		[$status, $headers, $text] = request( 'GET', $path, array( 'Accept: text/html' ) );
		$evidence['pages'][ $page ] = $status;
		if ( $status >= 400 ) {
			throw new RuntimeException( "HTTP $status at $path" );
		}
		if ( $status < 300 ) {
			if ( str_contains( $text, 'woo-coming-soon-page' ) ) {
				throw $facts['comingSoon']
					? new LeftOut( 'the shop says that it is coming soon' )
					: new RuntimeException( "a coming-soon page at $path, which nobody has switched on" );
			}
			if ( ! str_contains( $text, '</html>' ) ) {
				throw new RuntimeException( "the page at $path ends in the middle" );
			}
			return;
		}
		$path = path_of( $headers['location'] ?? '' );
	}
	throw new RuntimeException( "redirected again and again, at last to $path" );
}

/** Path and query of an address of the shop, with something added to the query. */
function path_of( string $url, string $query = '' ): string {
	$parts   = parse_url( $url );
	$queries = array_filter( array( $parts['query'] ?? '', $query ) );
	return ( $parts['path'] ?? '/' ) . ( $queries ? '?' . implode( '&', $queries ) : '' );
}

/** A request to the Store API. */
function call( string $method, string $path, ?array $body = null, string $query = '' ): array {
	global $facts;
	static $nonce = null, $waits = 0;
	[$status, $received, $text] = request(
		$method,
		path_of( $facts['storeApi'] . $path, $query ),
		array( 'Accept: application/json', 'Content-Type: application/json', ...( $nonce === null ? array() : array( "Nonce: $nonce" ) ) ),
		$body === null ? null : json_encode( $body )
	);
	$nonce  = $received['nonce'] ?? $nonce;
	$answer = json_decode( $text, true );
	$code   = is_array( $answer ) ? $answer['code'] ?? '' : '';
	// Refused before anything was done, so that even a purchase may be tried again; nothing else is ever sent twice.
	if ( $code === 'rate_limit_exceeded' && $waits < 2 ) {
		$waits++;
		sleep( max( 1, min( 60, (int) ( $received['ratelimit-retry-after'] ?? 60 ) ) ) );
		return call( $method, $path, $body, $query );
	}
	if ( $status >= 400 || ! is_array( $answer ) ) {
		$message = is_array( $answer ) ? "$code: " . html_entity_decode( strip_tags( $answer['message'] ?? '' ) ) : 'no JSON came back';
		$said    = "HTTP $status $message";
		throw is_borne( $status, $code ) ? new LeftOut( $said ) : new RuntimeException( $said );
	}
	return $answer;
}

/**
 * Whether a refusal is the owner's decision or the state of the stock, not a fault of the shop. An order of an account is shown to it
 * alone, and a field that a plugin has added is one that the check does not know to fill.
 */
function is_borne( int $status, string $code ): bool {
	$borne = array(
		'guest_checkout_disabled', 'invalid_user', 'payment_method', 'stock', 'not_purchasable', 'invalid_address_country', 'missing_address',
		'rest_missing_callback_param', 'rest_invalid_param',
	);
	return $status >= 400 && $status < 500 && array_filter( $borne, fn( $word ) => str_contains( $code, $word ) );
}

/** Runs one of our scripts inside WordPress and gives the last line that it printed; what PHP has to warn of comes before. */
function in_wordpress( string $script, string ...$arguments ): string {
	[$exit, $output] = run_wp( array( 'eval-file', __DIR__ . "/$script", ...$arguments ) );
	if ( $exit !== 0 ) {
		// The end of it says why, and the evidence has to fit into a termination message.
		throw new RuntimeException( substr( trim( $output ), -500 ) );
	}
	return trim( strrchr( "\n" . trim( $output ), "\n" ) );
}

function amount( array $totals, string $key ): string {
	return number_format( (int) $totals[ $key ] / 10 ** $totals['currency_minor_unit'], $totals['currency_minor_unit'], '.', '' );
}

/** Buys one of the product and gives the order; what cannot be bought is left out. */
function buy( array $product, array $address ): array {
	global $evidence;
	$address = array( 'shipping_address' => $address, 'billing_address' => array( ...$address, 'email' => EMAIL, 'phone' => '5550100' ) );
	call( 'GET', '/cart' );
	call( 'DELETE', '/cart/items' );
	$cart = call( 'POST', '/cart/add-item', array( 'id' => $product['id'], 'quantity' => 1 ) );
	if ( array_column( $cart['items'], 'id' ) !== array( $product['id'] ) ) {
		throw new LeftOut( 'the product does not stay in the cart' );
	}
	$cart                 = call( 'POST', '/cart/update-customer', $address );
	$evidence['shipping'] = array( 'needed' => $cart['needs_shipping'], 'charged' => amount( $cart['totals'], 'total_shipping' ) );
	if ( $product['ships'] && ! $cart['needs_shipping'] ) {
		$evidence['first'] && throw new RuntimeException( 'a product that is shipped needs no shipping: no zone has a method' );
		$evidence['leftOut'][] = 'shipping: no zone has a method, so none is charged';
	}
	if ( $cart['needs_shipping'] && ! array_filter( $cart['shipping_rates'], fn( $package ) => $package['shipping_rates'] ) ) {
		throw new LeftOut( "nothing is shipped to {$address['shipping_address']['country']}" );
	}
	$payment = array_values( array_intersect( OFFLINE, $cart['payment_methods'] ) )[0] ?? null;
	if ( $payment === null && (int) $cart['totals']['total_price'] > 0 ) {
		throw new LeftOut( 'no way to pay that asks nobody\'s bank is offered, but ' . ( implode( ', ', $cart['payment_methods'] ) ?: 'none' ) );
	}
	$evidence['payment'] = $payment;
	$order               = call( 'POST', '/checkout', $address + array( 'payment_method' => $payment ?? '' ) );
	if ( ( $order['payment_result']['payment_status'] ?? '' ) !== 'success' ) {
		throw new RuntimeException( "the payment is '" . ( $order['payment_result']['payment_status'] ?? '' ) . "'" );
	}
	return $order;
}

$bought = false;
try {
	$facts             = step( 'facts', fn() => json_decode( in_wordpress( 'shop-facts.php' ), true, 16, JSON_THROW_ON_ERROR ) );
	$evidence['first'] = $facts['first'];
	$product           = $facts['product'];

	step( 'front page', fn() => visit( 'front', '/' ) );
	foreach ( array( 'shop', 'my account' ) as $page ) {
		step( "$page page", fn() => visit( $page, $facts['pages'][ $page ] ?? throw new LeftOut( 'there is none' ) ) );
	}
	step( 'product page', fn() => visit( 'product', $product['path'] ) );
	// As the button of a product's page does, so that the checkout page has something to check out.
	step( 'add to cart', fn() => visit( 'add to cart', path_of( $product['path'], "add-to-cart={$product['id']}" ) ) );
	foreach ( array( 'cart', 'checkout' ) as $page ) {
		step( "$page page", fn() => visit( $page, $facts['pages'][ $page ] ?? throw new LeftOut( 'there is none' ) ) );
	}

	$order = step( 'purchase', function () use ( $product, $facts, &$evidence ) {
		$address = $facts['address'] ?? throw new LeftOut( 'the shop sells and ships to no country' );
		$evidence['country'] = $address['country'];
		return buy( $product, $address );
	} );
	if ( $order !== null ) {
		$evidence['orderId'] = $order['order_id'];
		step( 'order received page', function () use ( $order, $facts ) {
			$facts['pages']['checkout'] ?? throw new LeftOut( 'it is part of the checkout page' );
			$received = $order['payment_result']['redirect_url'] ?: throw new RuntimeException( 'the answer names none' );
			visit( 'order received', path_of( $received ) );
		} );
		step( 'order read back', function () use ( $order, $product, &$evidence ) {
			$query = http_build_query( array( 'key' => $order['order_key'], 'billing_email' => EMAIL ) );
			$read  = call( 'GET', "/order/{$order['order_id']}", null, $query );
			if ( $read['id'] !== $order['order_id'] || array_column( $read['items'], 'name' ) !== array( $product['name'] ) ) {
				throw new RuntimeException( 'another order came back' );
			}
			$evidence['total']    = amount( $read['totals'], 'total_price' );
			$evidence['currency'] = $read['totals']['currency_code'];
		} );
		$bought = true;
	}
	$evidence['ok'] = true;
} catch ( Throwable $failure ) {
	$evidence['error'] = $failure->getMessage();
}

try {
	step( 'removal', function () use ( &$evidence, $bought ) {
		// The checkout page has begun an order for the visitor's session, which is known by the first part of its cookie.
		$session = preg_grep( '/^wp_woocommerce_session_[0-9a-f]+=(t_[0-9a-z]+)/', cookies() );
		$session = $session ? preg_replace( '/^.*?=(t_[0-9a-z]+).*$/s', '$1', end( $session ) ) : '';
		$left                = in_wordpress( 'shop-tidy.php', $session, $bought ? 'bought' : '' );
		$evidence['removed'] = $left === '0';
		$evidence['removed'] || throw new RuntimeException( "$left of what the check made are still there" );
	} );
} catch ( Throwable $failure ) {
	$evidence['ok']      = false;
	$evidence['error'] ??= $failure->getMessage();
}
// What WordPress printed may be cut within a character.
say( json_encode( $evidence, JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE ) );
exit( $evidence['ok'] ? 0 : 1 );
