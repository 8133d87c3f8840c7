<?php
// Makes the shop, or finishes what an earlier run began; every step looks first, so that a kill at any point costs a run and no more.
// The last line of the log, which is the container's termination message too, says how it ended.
require __DIR__ . '/lib.php';
mysqli_report( MYSQLI_REPORT_OFF );

const WRONG_PASSWORD = 1045;
$began = time();

function finish( string $line, int $code ): never {
	say( "install: $line" );
	exit( $code );
}

function fail_if_full( string $text ): void {
	if ( preg_match( '/disk full|no space left|errcode: 28|error 28\b|errno: 28|table .{1,200} is full/i', $text ) ) {
		finish( "the database's volume is full; give the plan more storage or remove data, then run the job again", 4 );
	}
}

function wp( string ...$arguments ): string {
	[$code, $output] = run_wp( $arguments );
	if ( $code !== 0 ) {
		fail_if_full( $output );
		echo $output;
		$lines  = array_filter( array_map( 'trim', explode( "\n", $output ) ) );
		$errors = preg_grep( '/^(error|fatal error|php fatal error|uncaught)\b/i', $lines );
		finish( "wp {$arguments[0]} {$arguments[1]} failed: " . ( reset( $errors ) ?: end( $lines ) ?: "exit code $code" ), 5 );
	}
	return $output;
}

function connect(): mysqli {
	$database = mysqli_init();
	$database->options( MYSQLI_OPT_CONNECT_TIMEOUT, 5 );
	$database->options( MYSQLI_OPT_READ_TIMEOUT, 120 );
	[$host, $port] = explode( ':', getenv( 'WORDPRESS_DB_HOST' ) );
	[$user, $password] = array( getenv( 'WORDPRESS_DB_USER' ), getenv( 'WORDPRESS_DB_PASSWORD' ) );
	@$database->real_connect( $host, $user, $password, getenv( 'WORDPRESS_DB_NAME' ), (int) $port );
	return $database;
}

function await_database( int $seconds ): mysqli {
	$deadline = time() + $seconds;
	$refusals = 0;
	do {
		$database = connect();
		if ( ! $database->connect_errno && $database->query( 'SELECT 1' ) ) {
			return $database;
		}
		$last = $database->connect_error ?: $database->error;
		// The images listen on TCP only after they have made the user: a refused password is final. Looked at more than once all the same.
		$refusals = $database->connect_errno === WRONG_PASSWORD ? $refusals + 1 : 0;
		if ( $refusals === 3 ) {
			finish(
				"wrong password: the database refuses the Secret's; its volume is older than the Secret and keeps the password it was made with",
				3
			);
		}
		sleep( 2 );
	} while ( time() < $deadline );
	finish( "the database never came: no query was answered in $seconds seconds (last: $last)", 2 );
}

$timezone = getenv( 'STORE_TIMEZONE' );
if ( ! in_array( $timezone, timezone_identifiers_list( DateTimeZone::ALL_WITH_BC ), true ) ) {
	finish( "shop.timezone is '$timezone', which PHP does not know; use a name such as Europe/Berlin", 5 );
}

$database = await_database( (int) getenv( 'STORE_DATABASE_TIMEOUT' ) );
say( sprintf( 'install: the database answered after %d s', time() - $began ) );

// One run at a time: helm starts an upgrade's job before it removes the one before. The lock goes with the connection.
if ( $database->query( "SELECT GET_LOCK('store-install', 600)" )?->fetch_row()[0] !== '1' ) {
	finish( 'another install holds the lock', 6 );
}
$database->query( 'SET SESSION wait_timeout = 7200' );

foreach ( array(
	'DROP TABLE IF EXISTS store_install_probe',
	'CREATE TABLE store_install_probe (filler LONGBLOB) ENGINE=InnoDB',
	"INSERT INTO store_install_probe VALUES (REPEAT('x', 4194304))",
	'DROP TABLE store_install_probe',
) as $statement ) {
	if ( ! $database->query( $statement ) ) {
		$error = $database->error;
		@$database->query( 'DROP TABLE IF EXISTS store_install_probe' );
		fail_if_full( $error );
		finish( "the database cannot be written to: $error", 5 );
	}
}

$version = getenv( 'WOOCOMMERCE_VERSION' );
$plugin  = @file_get_contents( '/usr/src/wordpress/wp-content/plugins/woocommerce/woocommerce.php', length: 4096 );
if ( ! $plugin || ! preg_match( '/^ \* Version: (\S+)/m', $plugin, $found ) ) {
	finish( 'WooCommerce is not in the image; set woocommerce.source to download, or web.image to one that has it', 5 );
}
if ( $found[1] !== $version ) {
	finish( "the image has WooCommerce {$found[1]}, woocommerce.version asks for $version", 5 );
}

$installed = $database->query( "SELECT 1 FROM wp_options WHERE option_name = 'siteurl'" );
if ( ! $installed || $installed->num_rows === 0 ) {
	// Makes a password that nobody sees; setup.php puts the Secret's in its place, which must not stand in an argument.
	$admin = array( '--admin_user=' . ( getenv( 'STORE_ADMIN_USER' ) ?: 'admin' ), '--admin_email=' . getenv( 'STORE_ADMIN_EMAIL' ) );
	wp( 'core', 'install', '--url=' . store_url(), '--title=' . getenv( 'STORE_TITLE' ), '--skip-email', ...$admin );
	say( 'install: WordPress is installed' );
} else {
	wp( 'core', 'update-db' );
}

// Before WooCommerce names its pages; once, as setup.php sets the rest. Language packs come with the image or not at all.
$locale = getenv( 'STORE_LOCALE' );
if ( $locale !== 'en_US' && ! $database->query( "SELECT 1 FROM wp_options WHERE option_name = 'store_configured'" )?->num_rows ) {
	$packs = '/usr/src/wordpress/wp-content/languages';
	if ( glob( "$packs/$locale.{mo,l10n.php}", GLOB_BRACE ) && glob( "$packs/plugins/woocommerce-$locale.{mo,l10n.php}", GLOB_BRACE ) ) {
		wp( 'option', 'update', 'WPLANG', $locale );
	} else {
		say( "install: the image has no language packs of WordPress and WooCommerce for $locale; the shop speaks English" );
	}
}

// A killed run leaves WooCommerce's own lock behind for ten minutes, in which its installer does nothing.
$database->query( "DELETE FROM wp_options WHERE option_name IN ('_transient_wc_installing', '_transient_timeout_wc_installing')" );
// Before WooCommerce is first active, or it hides the shop behind 'coming soon'.
$database->query(
	"INSERT IGNORE INTO wp_options (option_name, option_value, autoload)
	VALUES ('woocommerce_coming_soon', 'no', 'yes'), ('woocommerce_store_pages_only', 'no', 'yes')"
);
wp( 'plugin', 'activate', 'woocommerce' );
say( "install: WooCommerce $version is active" );
wp( 'wc', 'update', '--user=' . admin_id( $database ) );
wp( 'eval-file', __DIR__ . '/setup.php' );
finish( sprintf( 'the shop is set up, after %d s', time() - $began ), 0 );

function admin_id( mysqli $database ): string {
	return $database->query( 'SELECT MIN(ID) FROM wp_users' )?->fetch_row()[0] ?? '1';
}
