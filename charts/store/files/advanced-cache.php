<?php
// Keeps whole pages for visitors who have nothing in their cart, so that most of them cost the shop a fraction. WordPress reads this
// before it does anything else. What is kept lies in the pod's own temporary folder, since all else is read-only, and goes with the pod.

/** Seconds that a page is kept at most; far less than the 12 hours that a nonce in it is good for. */
const STORE_PAGES_AGE = 600;
/** What is kept at most: made-up addresses and names of hosts fill no disk. */
const STORE_PAGES_COUNT = 500;
/** The largest page that is kept, in bytes after compression. */
const STORE_PAGES_SIZE = 262144;

/** Whether this request asks for what every visitor is shown alike. */
function store_pages_is_common(): bool {
	if ( ! in_array( $_SERVER['REQUEST_METHOD'] ?? '', array( 'GET', 'HEAD' ), true ) || ( $_SERVER['SCRIPT_NAME'] ?? '' ) !== '/index.php' ) {
		return false;
	}
	$address = $_SERVER['REQUEST_URI'] ?? '?';
	// site.conf sets the header of those who send none, too, to nothing.
	if ( str_contains( $address, '?' ) || str_starts_with( $address, '/wp-json/' ) || ( $_SERVER['HTTP_AUTHORIZATION'] ?? '' ) !== '' ) {
		return false;
	}
	foreach ( array_keys( $_COOKIE ) as $name ) {
		// Read in the browser alone, by what counts visits. Any other cookie may be a cart, a session, a language, a currency.
		if ( ! preg_match( '/^(sbjs_|_ga$|_ga_|_gid$|_gat|_gcl_|_fbp$|_fbc$|_pk_id|_pk_ses|tk_ai$)/', (string) $name ) ) {
			return false;
		}
	}
	return true;
}

/** What the shop's last change is called, see mu-plugins/pages.php; null where nobody answers, so that nothing is taken for current. */
function store_pages_change(): ?string {
	mysqli_report( MYSQLI_REPORT_OFF );
	[$host, $port] = explode( ':', DB_HOST ) + array( 1 => 3306 );
	$database      = mysqli_init();
	$database->options( MYSQLI_OPT_CONNECT_TIMEOUT, 3 );
	if ( ! @$database->real_connect( $host, DB_USER, DB_PASSWORD, DB_NAME, (int) $port ) ) {
		return null;
	}
	$found = $database->query( "SELECT option_value FROM {$GLOBALS['table_prefix']}options WHERE option_name = 'store_pages'" );
	$value = $found ? $found->fetch_column() : false;
	$database->close();
	return is_string( $value ) && preg_match( '/^[0-9a-f]{16}$/', $value ) ? $value : null;
}

/** Sends a page that was kept, and whether there was one. */
function store_pages_send( string $file ): bool {
	if ( ! is_file( $file ) || time() - filemtime( $file ) >= STORE_PAGES_AGE ) {
		return false;
	}
	$parts = explode( "\n", (string) @file_get_contents( $file ), 2 );
	$lines = json_decode( $parts[0], true );
	$plain = isset( $parts[1] ) ? @gzdecode( $parts[1] ) : false;
	if ( ! is_array( $lines ) || $plain === false ) {
		return false;
	}
	foreach ( $lines as $line ) {
		header( $line, false );
	}
	header( 'Cache-Status: store; hit' );
	if ( preg_match( '/\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i', $_SERVER['HTTP_ACCEPT_ENCODING'] ?? '' ) ) {
		ini_set( 'zlib.output_compression', '0' );
		header( 'Content-Encoding: gzip' );
		$page = $parts[1];
	} else {
		$page = $plain;
	}
	header( 'Content-Length: ' . strlen( $page ) );
	echo $_SERVER['REQUEST_METHOD'] === 'HEAD' ? '' : $page;
	return true;
}

/** Keeps a page that WordPress has made, unless it is for one visitor alone. */
function store_pages_keep( string $folder, string $file, string $page ): bool {
	$lines = array();
	foreach ( headers_list() as $line ) {
		[$name, $value] = array_map( 'trim', explode( ':', $line, 2 ) );
		switch ( strtolower( $name ) ) {
			case 'set-cookie':
				return false;
			case 'cache-control':
			case 'pragma':
				if ( preg_match( '/no-store|no-cache|private/i', $value ) ) {
					return false;
				}
				break;
			case 'content-type':
				if ( stripos( $value, 'text/html' ) !== 0 ) {
					return false;
				}
				break;
			case 'cache-status':
			case 'content-length':
			case 'content-encoding':
				continue 2;
		}
		$lines[] = "$name: $value";
	}
	$common = http_response_code() === 200 && str_contains( $page, '</html>' ) && $_SERVER['REQUEST_METHOD'] === 'GET'
		&& ! ( defined( 'DONOTCACHEPAGE' ) && DONOTCACHEPAGE ) && did_action( 'template_redirect' )
		&& ! is_user_logged_in() && ! is_404() && ! is_search() && ! is_preview() && ! is_customize_preview()
		// Each visitor's own prices, by where he seems to be.
		&& get_option( 'woocommerce_default_customer_address' ) !== 'geolocation';
	if ( ! $common ) {
		return false;
	}
	$kept = json_encode( $lines, JSON_UNESCAPED_SLASHES ) . "\n" . gzencode( $page, 6 );
	if ( strlen( $kept ) > STORE_PAGES_SIZE ) {
		return false;
	}
	store_pages_clear( dirname( $folder ), basename( $folder ) );
	if ( ! is_dir( $folder ) && ! @mkdir( $folder, 0700, true ) && ! is_dir( $folder ) ) {
		return false;
	}
	$others = scandir( $folder );
	if ( $others === false || count( $others ) >= STORE_PAGES_COUNT ) {
		return false;
	}
	// Whole or not at all: others are reading.
	$new = "$file." . bin2hex( random_bytes( 4 ) );
	return @file_put_contents( $new, $kept ) === strlen( $kept ) && @rename( $new, $file );
}

/** Removes what was kept before the shop's last change, and pages that are too old. */
function store_pages_clear( string $root, string $change ): void {
	foreach ( (array) @scandir( $root ) as $other ) {
		if ( ! is_string( $other ) || $other[0] === '.' ) {
			continue;
		}
		foreach ( (array) @scandir( "$root/$other" ) as $file ) {
			$path = "$root/$other/$file";
			if ( is_string( $file ) && is_file( $path ) && ( $other !== $change || time() - filemtime( $path ) >= STORE_PAGES_AGE ) ) {
				@unlink( $path );
			}
		}
		$other === $change || @rmdir( "$root/$other" );
	}
}

( function () {
	if ( PHP_SAPI === 'cli' || ! getenv( 'STORE_PAGES' ) ) {
		return;
	}
	if ( ! store_pages_is_common() ) {
		header( 'Cache-Status: store; fwd=bypass' );
		return;
	}
	$change = store_pages_change();
	if ( $change === null ) {
		header( 'Cache-Status: store; fwd=bypass' );
		return;
	}
	$folder = getenv( 'STORE_PAGES' ) . "/$change";
	$file   = "$folder/" . hash( 'sha256', WP_HOME . "\n" . ( $_SERVER['HTTP_HOST'] ?? '' ) . "\n" . $_SERVER['REQUEST_URI'] );
	if ( store_pages_send( $file ) ) {
		exit;
	}
	header( 'Vary: Accept-Encoding, Cookie', false );
	header( 'Cache-Status: store; fwd=miss' );
	ob_start(
		function ( string $page, int $phase ) use ( $folder, $file ) {
			// A page that was sent in pieces is not whole here.
			$whole = ( $phase & PHP_OUTPUT_HANDLER_START ) && ( $phase & PHP_OUTPUT_HANDLER_FINAL );
			if ( $whole && ! headers_sent() && store_pages_keep( $folder, $file, $page ) ) {
				header( 'Cache-Status: store; fwd=miss; stored' );
			}
			return $page;
		}
	);
} )();
