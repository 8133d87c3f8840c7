<?php
// Keeps the shop check from mailing anyone.
foreach ( array( 'new_order', 'cancelled_order', 'failed_order' ) as $mail ) {
	add_filter(
		"woocommerce_email_recipient_$mail",
		fn( $recipient, $order ) => $order instanceof WC_Order && str_ends_with( $order->get_billing_email(), '@shop-check.invalid' )
			? '' : $recipient,
		10,
		2
	);
}
add_filter(
	'pre_wp_mail',
	fn( $sent, $mail ) => is_string( $mail['to'] ?? null ) && str_ends_with( $mail['to'], '@shop-check.invalid' ) ? true : $sent,
	10,
	2
);
