import { useEffect, useRef, useState } from "react";
import type { Store } from "./api";
import { CreateStoreForm } from "./CreateStoreForm";
import { DeleteDialog } from "./DeleteDialog";
import { KeyForm } from "./KeyForm";
import { isChanging } from "./polling";
import { QueuePanel } from "./QueuePanel";
import { StoreCard } from "./StoreCard";
import { TroubleNotice } from "./TroubleNotice";
import { useNow } from "./useNow";
import { useStores } from "./useStores";
import { describeChanges, describeCounts } from "./words";

export function Dashboard() {
  const { snapshot, trouble, refresh } = useStores();
  const [condemned, setCondemned] = useState<Store | null>(null);
  const [news, setNews] = useState("");
  const heard = useRef<Store[] | null>(null);
  const askedForKey = useRef(false);
  const listHeading = useRef<HTMLHeadingElement>(null);

  const stores = snapshot?.stores ?? [];
  const changing = stores.filter(isChanging).length;
  // Counting on while the server cannot be asked would claim that the step still runs.
  const now = useNow(changing > 0 && trouble === null) + (snapshot?.clockSkew ?? 0);
  const needsKey = trouble?.kind === "key";

  useEffect(() => {
    if (snapshot === null) {
      return;
    }
    document.title = describeCounts(stores.length, changing);
    const changes = heard.current === null ? [] : describeChanges(heard.current, snapshot.stores);
    heard.current = snapshot.stores;
    if (changes.length > 0) {
      setNews(changes.join(" "));
    }
  }, [snapshot]);

  useEffect(() => {
    if (askedForKey.current && !needsKey) {
      listHeading.current?.focus();
    }
    askedForKey.current = needsKey;
  }, [needsKey]);

  function closeDialog(deleted: boolean) {
    if (deleted && condemned !== null) {
      // The button that opened the dialog goes away with the store.
      (document.getElementById(`store-${condemned.name}`) ?? listHeading.current)?.focus();
      refresh();
    }
    setCondemned(null);
  }

  return (
    <>
      <header className="masthead">
        <h1>Serverless Stores</h1>
        <p>Isolated WooCommerce shops on Kubernetes, by <a href="/api/docs">an API</a></p>
      </header>
      <main>
        <p className="visually-hidden" role="status">{news}</p>
        {needsKey ? <KeyForm refused={trouble.refused} onKey={refresh} /> : <TroubleNotice trouble={trouble} snapshot={snapshot} />}
        <div className="columns" hidden={needsKey}>
          <div className="side">
            <CreateStoreForm onAnswered={refresh} />
            {snapshot !== null && <QueuePanel queue={snapshot.queue} />}
          </div>
          <section className="stores" aria-labelledby="stores-heading" aria-busy={snapshot === null && trouble === null}>
            <h2 id="stores-heading" tabIndex={-1} ref={listHeading}>
              Stores{snapshot !== null && <span className="count"> {stores.length}</span>}
            </h2>
            {snapshot === null && trouble === null && <p className="quiet">Looking for stores…</p>}
            {snapshot !== null && stores.length === 0 && (
              <div className="empty">
                <p><strong>No stores yet.</strong></p>
                <p>Give one a name in the form and choose “Create store”. It takes a few minutes, and each step shows here.</p>
              </div>
            )}
            {stores.length > 0 && (
              <ul className="cards">
                {stores.map((store) => (
                  <StoreCard key={store.name} store={store} now={now} onAsked={refresh} onDelete={() => setCondemned(store)}
                    heirOfFocus={listHeading} />
                ))}
              </ul>
            )}
          </section>
        </div>
      </main>
      {condemned !== null && <DeleteDialog store={condemned} onClosed={closeDialog} />}
    </>
  );
}
