<?php
// Has guesses at a password wait, for an account and an address the longer the more of them were wrong.

/**
 * Seconds until a name may be tried again from here; 0 counts the try as wrong until it is known to be right. Never more than a few, so
 * that nobody is locked out, and nobody waits inside Apache, whose workers are few. The counts have a fixed number of places in one file:
 * made-up names fill no disk, and no name is kept.
 */
function store_login_wait( string $name, bool $right = false ): int {
	$file = @fopen( get_temp_dir() . 'store-logins', 'c+' );
	if ( ! $file ) {
		return 0;
	}
	// The first half of an IPv6 address is what one line has. A browser that has been in before is not held up by others at its address.
	$from  = substr( (string) @inet_pton( $_SERVER['REMOTE_ADDR'] ?? '' ), 0, 8 );
	$from  = hash_equals( store_login_mark( $name ), (string) ( $_COOKIE['store_browser'] ?? '' ) ) ? 'known' : $from;
	$place = 8 * unpack( 'n', hash_hmac( 'sha256', store_login_mark( $name ) . $from, wp_salt(), true ) )[1];
	flock( $file, LOCK_EX );
	fseek( $file, $place );
	[ 'wrong' => $wrong, 'last' => $last ] = unpack( 'Nwrong/Nlast', str_pad( (string) fread( $file, 8 ), 8, "\0" ) );
	$now   = time();
	$wrong = $right || $now - $last > 900 ? 0 : $wrong;
	$wait  = $wrong < 5 ? 0 : max( 0, $last + min( 8, 2 ** ( $wrong - 5 ) ) - $now );
	if ( $wait === 0 ) {
		fseek( $file, $place );
		fwrite( $file, pack( 'NN', $right ? 0 : min( 99, $wrong + 1 ), $now ) );
	}
	fclose( $file );
	return $wait;
}

/** What a browser keeps that has logged in by a name. */
function store_login_mark( string $name ): string {
	return hash_hmac( 'sha256', 'store-login ' . strtolower( trim( $name ) ), wp_salt() );
}

// Before the password is looked at, which costs more.
add_filter(
	'authenticate',
	function ( $user, $name, $password ) {
		$wait = (string) $name !== '' && (string) $password !== '' ? store_login_wait( $name ) : 0;
		if ( $wait > 0 ) {
			header( "Retry-After: $wait" );
			wp_die(
				sprintf( 'Too many attempts to log in. Try again in %d s.', $wait ),
				'Too many attempts',
				array( 'response' => 429, 'back_link' => true )
			);
		}
		return $user;
	},
	1,
	3
);
add_filter(
	'authenticate',
	function ( $user, $name ) {
		if ( $user instanceof WP_User && (string) $name !== '' ) {
			store_login_wait( $name, true );
			headers_sent() || setcookie( 'store_browser', store_login_mark( $name ), array(
				'expires'  => time() + YEAR_IN_SECONDS,
				'path'     => '/',
				'secure'   => is_ssl(),
				'httponly' => true,
				'samesite' => 'Lax',
			) );
		}
		return $user;
	},
	PHP_INT_MAX,
	2
);
