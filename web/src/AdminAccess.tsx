import type { StoreAdmin } from "./api";
import { webLink } from "./links";

/** Where the shop's owner logs in, and where user name and password are: they themselves are for no page to show. */
export function AdminAccess({ store, admin }: { store: string; admin: StoreAdmin }) {
  const link = webLink(admin.url);
  return (
    <details className="admin">
      <summary>How to log in<span className="visually-hidden"> to {store}</span></summary>
      <p>Address: {link === null ? admin.url : <a href={link} rel="noreferrer">{admin.url}</a>}</p>
      {admin.vault === null ? (
        <p>User name and password, read from the store&rsquo;s Secret:<code className="command">{readSecret(admin.secret)}</code></p>
      ) : (
        <p>
          In Key Vault {admin.vault.host}: the user name is secret <code>{admin.vault.user}</code>,
          {" "}the password <code>{admin.vault.password}</code>. The store&rsquo;s Secret has both too.
        </p>
      )}
    </details>
  );
}

// Stores that are older than names of their own have no admin-user, which means admin.
function readSecret(secret: string): string {
  const [namespace, name] = secret.split("/");
  return [
    `kubectl get secret ${name} -n ${namespace} -o go-template='`,
    '{{with index .data "admin-user"}}{{base64decode .}}{{else}}admin{{end}}',
    '{{index .data "admin-password" | base64decode}}',
    "'",
  ].join("\n");
}
