import type { Store } from "./api";
import { describeDuration, describeStep, ordinal } from "./words";

/** What is happening to a store right now, and for how long. */
export function StoreProgress({ store, now }: { store: Store; now: number }) {
  if (store.phase === "Queued" && store.queuePosition !== null) {
    return <p className="step">{ordinal(store.queuePosition)} in the queue</p>;
  }
  if (store.step === null) {
    return store.message === null ? null : <p className="quiet">{store.message}</p>;
  }
  const running = store.timeline.findLast((entry) => entry.step === store.step && entry.endedAt === null);
  return (
    <div className="step">
      <p>
        {describeStep(store.step, store)}
        {running !== undefined && <span className="quiet"> for {describeDuration(now - Date.parse(running.startedAt))}</span>}
      </p>
      {store.message !== null && <p className="quiet">{store.message}</p>}
    </div>
  );
}
