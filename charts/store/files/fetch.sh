# Downloads WooCommerce and wp-cli into their volumes and leaves nothing there that differs from its checksum.
set -eu
fetch() {
  curl --fail --silent --show-error --location --proto '=https' --proto-redir '=https' --retry 5 --retry-connrefused --connect-timeout 20 \
    --output "$2" "$1" || { echo "fetch: $1 cannot be downloaded" >&2; exit 1; }
}
fetch "$WOOCOMMERCE_URL" /tmp/woocommerce.zip
echo "$WOOCOMMERCE_SHA256  /tmp/woocommerce.zip" | sha256sum --check --quiet \
  || { echo "fetch: woocommerce.sha256 does not fit $WOOCOMMERCE_URL" >&2; exit 1; }
php -r '$zip = new ZipArchive; exit($zip->open("/tmp/woocommerce.zip") === true && $zip->extractTo("/tmp") ? 0 : 1);'
cp -R /tmp/woocommerce/. /fetched/woocommerce/
fetch "$WP_CLI_URL" /tmp/wp.phar
echo "$WP_CLI_SHA512  /tmp/wp.phar" | sha512sum --check --quiet \
  || { echo "fetch: wpCli.sha512 does not fit $WP_CLI_URL" >&2; exit 1; }
cp /tmp/wp.phar /fetched/wp-cli/wp
rm -rf /tmp/woocommerce /tmp/woocommerce.zip /tmp/wp.phar
