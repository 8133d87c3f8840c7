<?php
// Tries, with the rights that the shop's own pods have, what none of them may do, and prints one line of JSON.
// What is allowed is tried too: where nothing can be reached at all, a refusal proves nothing.
require __DIR__ . '/lib.php';

function reaches( string $host, int $port ): bool {
	$socket = @fsockopen( $host, $port, $code, $message, 3 );
	$socket && fclose( $socket );
	return (bool) $socket;
}

$status = file_get_contents( '/proc/self/status' );
$field  = fn( string $name ) => preg_match( "/^$name:\s*(\S+)/m", $status, $found ) ? $found[1] : '';
$wrong  = array();
$must   = function ( bool $holds, string $rule ) use ( &$wrong ) {
	$holds || $wrong[] = $rule;
};

$must( reaches( 'database', 3306 ), 'reaches its own database' );
$refused = array(
	'169.254.169.254:80',
	getenv( 'KUBERNETES_SERVICE_HOST' ) . ':' . getenv( 'KUBERNETES_SERVICE_PORT' ),
	getenv( 'NODE_ADDRESS' ) . ':10250',
	...array_filter( explode( ' ', getenv( 'TARGETS' ) ?: '' ) ),
);
foreach ( $refused as $target ) {
	$colon = strrpos( $target, ':' );
	$must( ! reaches( substr( $target, 0, $colon ), (int) substr( $target, $colon + 1 ) ), "does not reach $target" );
}
$must( $field( 'Uid' ) !== '0', 'does not run as root' );
$must( hexdec( $field( 'CapEff' ) ) === 0 && hexdec( $field( 'CapBnd' ) ) === 0, 'has no capabilities' );
$must( $field( 'NoNewPrivs' ) === '1', 'cannot gain privileges' );
$must( $field( 'Seccomp' ) === '2', 'has a seccomp filter' );
$must( ! @fopen( '/usr/src/wordpress/index.php', 'a' ) && ! @touch( '/written' ), 'cannot write to the image' );
$must( ! file_exists( '/var/run/secrets/kubernetes.io/serviceaccount/token' ), 'has no token' );

say( json_encode( array( 'check' => 'isolation', 'ok' => ! $wrong, 'refused' => $refused, 'broken' => $wrong ), JSON_UNESCAPED_SLASHES ) );
exit( $wrong ? 1 : 0 );
