<?php
// The store's configuration; its values are the pod's environment. Keys and salts are left out on purpose: WordPress then makes
// its own and keeps them in the database, where every pod finds the same ones.
define( 'DB_HOST', getenv( 'WORDPRESS_DB_HOST' ) );
define( 'DB_NAME', getenv( 'WORDPRESS_DB_NAME' ) );
define( 'DB_USER', getenv( 'WORDPRESS_DB_USER' ) );
define( 'DB_PASSWORD', getenv( 'WORDPRESS_DB_PASSWORD' ) );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
$table_prefix = 'wp_';

// TLS ends at the proxy; Apache has taken the header out unless a proxy that may say so has set it.
if ( str_contains( strtolower( $_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '' ), 'https' ) ) {
	$_SERVER['HTTPS'] = 'on';
}

// Without a host of its own the shop answers under the name that a request came by: a node's address, a port-forward.
$store_host = getenv( 'STORE_HOST' ) ?: ( $_SERVER['HTTP_HOST'] ?? '' );
if ( ! preg_match( '/^([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]+)?$/i', $store_host ) ) {
	$store_host = 'localhost';
}
$store_scheme = getenv( 'STORE_TLS' ) || ( $_SERVER['HTTPS'] ?? '' ) === 'on' ? 'https' : 'http';
define( 'WP_HOME', "$store_scheme://$store_host" );
define( 'WP_SITEURL', "$store_scheme://$store_host" );
unset( $store_host, $store_scheme );

// Where the internet is reached by a proxy alone; the shop's own Service is not behind it.
$store_proxy = parse_url( getenv( 'HTTPS_PROXY' ) ?: '' );
if ( isset( $store_proxy['host'], $store_proxy['port'] ) ) {
	define( 'WP_PROXY_HOST', $store_proxy['host'] );
	define( 'WP_PROXY_PORT', (string) $store_proxy['port'] );
	define( 'WP_PROXY_BYPASS_HOSTS', 'web,localhost' );
}
unset( $store_proxy );

// A CronJob does it, so that no visitor waits for it.
define( 'DISABLE_WP_CRON', true );
// Code comes with the image, so that every pod runs the same and a stolen password changes none of it.
define( 'DISALLOW_FILE_MODS', true );
// Where it finds files that are not its own, WordPress would ask for an FTP account; what may be written here it can write itself.
define( 'FS_METHOD', 'direct' );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'WP_DEBUG', false );
// Reads advanced-cache.php, where it is: in the shop's pod.
define( 'WP_CACHE', true );

if ( ! defined( 'ABSPATH' ) ) {
	define( 'ABSPATH', '/usr/src/wordpress/' );
}
require_once ABSPATH . 'wp-settings.php';
