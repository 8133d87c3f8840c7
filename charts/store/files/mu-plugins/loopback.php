<?php
// Sends what WordPress asks of its own address to the shop's Services, since the way by the internet is closed to its pods.
add_action(
	'requests-requests.before_request',
	function ( &$url, &$headers ) {
		// Jobs are not let in.
		if ( defined( 'WP_CLI' ) ) {
			return;
		}
		$rest = substr( $url, strlen( WP_HOME ) );
		if ( stripos( $url, WP_HOME ) !== 0 || ! in_array( $rest[0] ?? '/', array( '/', '?' ), true ) ) {
			return;
		}
		$home = parse_url( WP_HOME );
		// A host that a visitor's request has named must not draw to the shop what TLS would have led to a payment service.
		if ( $home['scheme'] === 'https' && ! getenv( 'STORE_HOST' ) ) {
			return;
		}
		$headers['Host'] = $home['host'] . ( isset( $home['port'] ) ? ":{$home['port']}" : '' );
		if ( $home['scheme'] === 'https' ) {
			$headers['X-Forwarded-Proto'] = 'https';
		}
		$path = ltrim( $rest, '/' );
		$url  = 'http://' . ( str_starts_with( $path, 'wp-cron.php' ) ? 'cron' : 'web' ) . "/$path";
	},
	10,
	2
);
