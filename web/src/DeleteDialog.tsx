import { useEffect, useRef, useState } from "react";
import { ApiError, deleteStore, type Store } from "./api";
import { isChanging } from "./polling";

interface DeleteDialogProps {
  store: Store;
  onClosed: (deleted: boolean) => void;
}

/** Asks before a store is removed, and says what goes with it. */
export function DeleteDialog({ store, onClosed }: DeleteDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const deleted = useRef(false);
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    const shown = dialog.current;
    if (shown?.open === false) {
      shown.showModal();
    }
  }, []);

  async function confirm() {
    if (asking) {
      return;
    }
    setAsking(true);
    setProblem(null);
    try {
      await deleteStore(store.name);
      deleted.current = true;
      dialog.current?.close();
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : "The server could not be reached. Deleting again is safe.");
      setAsking(false);
    }
  }

  return (
    <dialog ref={dialog} aria-labelledby="delete-heading" aria-describedby="delete-what" onClose={() => onClosed(deleted.current)}>
      <h2 id="delete-heading">Delete {store.name}?</h2>
      <div id="delete-what">
        <p>{isChanging(store) && "It is stopped where it stands. "}This removes for good:</p>
        <ul>
          <li>the shop with its products, orders and uploaded files</li>
          <li>its database and disks</li>
          <li>its namespace <code>{store.namespace}</code> and everything in it</li>
          <li>its passwords</li>
        </ul>
        <p>There is no way back.</p>
      </div>
      <p className="error" role="alert">{problem}</p>
      <div className="actions">
        <button type="button" onClick={() => dialog.current?.close()}>Keep it</button>
        <button type="button" className="danger solid" aria-disabled={asking} onClick={confirm}>
          {asking ? "Deleting…" : `Delete ${store.name}`}
        </button>
      </div>
    </dialog>
  );
}
