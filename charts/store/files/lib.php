<?php
// What the jobs share.

/** Prints a line; the last one is the container's termination message. */
function say( string $line ): void {
	echo $line, "\n";
	@file_put_contents( '/dev/termination-log', "$line\n" );
}

/** The shop's address as its visitors know it; localhost where any will do. */
function store_url(): string {
	return ( getenv( 'STORE_TLS' ) ? 'https' : 'http' ) . '://' . ( getenv( 'STORE_HOST' ) ?: 'localhost' );
}

/** Runs wp-cli; gives its exit code and the end of what it printed. */
function run_wp( array $arguments ): array {
	$wp      = getenv( 'WP_CLI' );
	$command = array( PHP_BINARY, $wp, '--path=/usr/src/wordpress', '--url=' . store_url(), '--no-color', ...$arguments );
	$process = proc_open( $command, array( 1 => array( 'pipe', 'w' ), 2 => array( 'redirect', 1 ) ), $pipes );
	if ( ! $process ) {
		return array( 1, 'wp-cli cannot be started' );
	}
	$output = '';
	while ( ( $line = fgets( $pipes[1] ) ) !== false ) {
		$output = substr( $output . $line, -8192 );
	}
	return array( proc_close( $process ), $output );
}
