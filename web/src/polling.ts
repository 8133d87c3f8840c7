import { ApiError, type Store } from "./api";

/** Why the page does not know how the stores are right now. */
export type Trouble =
  | { kind: "key"; refused: boolean }
  | { kind: "server"; message: string }
  | { kind: "connection" };

const whileChanging = 2_000;
const whileQuiet = 10_000;

export function isChanging(store: Store): boolean {
  return store.phase === "Deleting" || isStoppable(store);
}

/** Whether something is being done with the store that a cancellation stops. */
export function isStoppable(store: Store): boolean {
  return store.phase === "Queued" || store.phase === "Provisioning" || store.phase === "Upgrading" || store.phase === "Repairing";
}

/** How long until the next look, in milliseconds; null when there is to be none until something happens. */
export function nextPoll(visible: boolean, stores: Store[], trouble: Trouble | null): number | null {
  if (!visible || trouble?.kind === "key") {
    return null;
  }
  return trouble !== null || stores.some(isChanging) ? whileChanging : whileQuiet;
}

/** "The server said no" and "the server could not be asked" are different troubles. */
export function troubleOf(error: unknown, hadKey: boolean): Trouble {
  if (!(error instanceof ApiError)) {
    return { kind: "connection" };
  }
  return error.status === 401 ? { kind: "key", refused: hadKey } : { kind: "server", message: error.message };
}
