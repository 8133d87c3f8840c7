import type { Queue } from "./api";

/** Who is being provisioned, who waits, and in what order. */
export function QueuePanel({ queue }: { queue: Queue }) {
  const free = Math.max(0, queue.capacity - queue.provisioning.length);
  return (
    <section className="panel queue" aria-labelledby="queue-heading">
      <h2 id="queue-heading">Queue</h2>
      <p>{queue.provisioning.length} of {queue.capacity} slots in use</p>
      <ul className="slots" aria-label="Slots">
        {queue.provisioning.map(({ store }) => <li key={store} className="taken">{store}</li>)}
        {Array.from({ length: free }, (_, slot) => <li key={slot}>free</li>)}
      </ul>
      {queue.waiting.length > 0 && (
        <>
          <p id="waiting-label">Waiting, next first</p>
          <ol className="waiting" aria-labelledby="waiting-label">
            {queue.waiting.map(({ store, position }) => <li key={store} value={position}>{store}</li>)}
          </ol>
        </>
      )}
    </section>
  );
}
