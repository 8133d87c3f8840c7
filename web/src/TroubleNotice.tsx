import type { Snapshot } from "./api";
import type { Trouble } from "./polling";

/** Says that what the page shows may be out of date, and since when. */
export function TroubleNotice({ trouble, snapshot }: { trouble: Trouble | null; snapshot: Snapshot | null }) {
  const cause =
    trouble?.kind === "connection" ? "Connection lost, retrying." :
    trouble?.kind === "server" ? `The server cannot say how the stores are: ${trouble.message} Retrying.` :
    null;
  return (
    <div role="alert">
      {cause !== null && (
        <p className="notice">
          <strong>{cause}</strong>{" "}
          {snapshot !== null && <>What you see was true at <time>{new Date(snapshot.readAt).toLocaleTimeString()}</time>.</>}
        </p>
      )}
    </div>
  );
}
