<?php
// Ready is a shop that is set up and whose database answers. WordPress itself is not loaded: a probe must cost little.
mysqli_report( MYSQLI_REPORT_OFF );
$database = mysqli_init();
$database->options( MYSQLI_OPT_CONNECT_TIMEOUT, 3 );
[$host, $port] = explode( ':', getenv( 'WORDPRESS_DB_HOST' ) );
[$user, $password, $name] = array( getenv( 'WORDPRESS_DB_USER' ), getenv( 'WORDPRESS_DB_PASSWORD' ), getenv( 'WORDPRESS_DB_NAME' ) );
$answer = @$database->real_connect( $host, $user, $password, $name, (int) $port )
	? $database->query( "SELECT 1 FROM wp_options WHERE option_name = 'store_ready'" )
	: false;
$ready = $answer && $answer->num_rows === 1;
http_response_code( $ready ? 200 : 503 );
header( 'Content-Type: text/plain' );
header( 'Cache-Control: no-store' );
echo $ready ? "ready\n" : "not ready\n";
