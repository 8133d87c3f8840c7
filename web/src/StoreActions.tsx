import { useState } from "react";
import { ApiError, askOfStore, type Store, type StoreVerb } from "./api";
import { isStoppable } from "./polling";

/** What can be asked of the store as it is, beside its deletion. */
export function StoreActions({ store, onAsked }: { store: Store; onAsked: () => void }) {
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function ask(verb: StoreVerb) {
    if (asking) {
      return;
    }
    setAsking(true);
    setProblem(null);
    try {
      await askOfStore(store.name, verb);
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : "The server could not be reached. Asking again is safe.");
    } finally {
      setAsking(false);
      onAsked();
    }
  }

  return (
    <>
      <p className="error" role="alert">{problem}</p>
      {verbsFor(store).map((verb) => (
        <button key={verb} type="button" aria-disabled={asking} onClick={() => void ask(verb)}>
          {labels[verb]}<span className="visually-hidden"> {store.name}</span>
        </button>
      ))}
    </>
  );
}

const labels: Record<StoreVerb, string> = { cancel: "Cancel", retry: "Try again", repair: "Repair", upgrade: "Upgrade" };

function verbsFor(store: Store): StoreVerb[] {
  if (isStoppable(store)) {
    return ["cancel"];
  }
  if (store.phase === "Failed") {
    return store.failed === "Provision" ? ["retry"] : [];
  }
  if (store.phase === "Degraded") {
    return ["repair", "upgrade"];
  }
  return store.phase === "Ready" ? ["upgrade"] : [];
}
