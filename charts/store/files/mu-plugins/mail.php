<?php
// Sends the shop's mail by the relay that the chart's values name.

function store_send_by_relay( $mailer ): void {
	$encryption = getenv( 'STORE_MAIL_ENCRYPTION' );
	$user       = getenv( 'STORE_MAIL_USER' );
	$mailer->isSMTP();
	$mailer->Host = getenv( 'STORE_MAIL_HOST' );
	$mailer->Port = (int) getenv( 'STORE_MAIL_PORT' );
	// Insisted on: a relay that does not offer it gets no mail, and no password.
	$mailer->SMTPSecure  = array( 'starttls' => 'tls', 'tls' => 'ssl' )[ $encryption ] ?? '';
	$mailer->SMTPAutoTLS = $encryption !== 'none';
	$mailer->SMTPOptions = array( 'ssl' => array( 'verify_peer' => true, 'verify_peer_name' => true, 'allow_self_signed' => false ) );
	$mailer->SMTPAuth    = $user !== false;
	if ( $mailer->SMTPAuth ) {
		$mailer->Username = $user;
		$mailer->Password = getenv( 'STORE_MAIL_PASSWORD' );
	}
	// A visitor who checks out waits for it: to connect, and for each answer, which PHPMailer would give five minutes.
	$mailer->Timeout                      = 10;
	$mailer->getSMTPInstance()->Timelimit = 10;
	$mailer->Sender                       = getenv( 'STORE_MAIL_FROM' );
}

if ( getenv( 'STORE_MAIL_HOST' ) ) {
	add_action( 'phpmailer_init', 'store_send_by_relay' );
	// Relays take mail of senders that they know; WordPress' own, made from the shop's host, need not even be an address.
	add_filter( 'wp_mail_from', fn() => getenv( 'STORE_MAIL_FROM' ), PHP_INT_MAX );
	add_filter(
		'wp_mail_from_name',
		fn( $name ) => getenv( 'STORE_MAIL_FROM_NAME' )
			?: ( $name === 'WordPress' ? wp_specialchars_decode( get_option( 'blogname' ), ENT_QUOTES ) : $name ),
		PHP_INT_MAX
	);
}
