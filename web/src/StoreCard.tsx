import { useLayoutEffect, useRef, type RefObject } from "react";
import { AdminAccess } from "./AdminAccess";
import type { Store } from "./api";
import { webLink } from "./links";
import { PhaseBadge } from "./PhaseBadge";
import { StoreActions } from "./StoreActions";
import { StepTimeline } from "./StepTimeline";
import { StoreProgress } from "./StoreProgress";
import { describeChoice, describeStep, describeTime } from "./words";

interface StoreCardProps {
  store: Store;
  now: number;
  onAsked: () => void;
  onDelete: () => void;
  /** Takes the focus when the card goes away with it. */
  heirOfFocus: RefObject<HTMLElement | null>;
}

export function StoreCard({ store, now, onAsked, onDelete, heirOfFocus }: StoreCardProps) {
  const card = useRef<HTMLLIElement>(null);
  const link = webLink(store.url);

  useLayoutEffect(() => {
    const shown = card.current;
    return () => {
      if (shown?.contains(document.activeElement)) {
        heirOfFocus.current?.focus();
      }
    };
  }, [heirOfFocus]);

  return (
    <li ref={card} className="card" data-store={store.name} data-phase={store.phase}>
      <div className="card-head">
        <h3 id={`store-${store.name}`} tabIndex={-1}>{store.name}</h3>
        <PhaseBadge phase={store.phase} />
      </div>
      <p className="quiet">
        {describeChoice(store.plan)} plan, {describeChoice(store.engine)}, created
        {" "}<time dateTime={store.createdAt}>{describeTime(store.createdAt)}</time>
      </p>
      <StoreProgress store={store} now={now} />
      {store.url !== null && <p className="url">{link === null ? store.url : <a href={link} rel="noreferrer">{store.url}</a>}</p>}
      {store.admin !== null && <AdminAccess store={store.name} admin={store.admin} />}
      {store.hasMailRelay === false && (
        <p className="quiet">
          No mail relay is set: this shop sends no mail (orders, new passwords). Name one as <code>mail.host</code> in a values file, see
          {" "}<em>Mail</em> in the README, and upgrade the store.
        </p>
      )}
      {store.degradation !== null && (
        <ul className="failure">
          {store.degradation.reasons.map((cause) => (
            <li key={`${cause.reason} ${cause.message}`}><code>{cause.reason}</code> {cause.message}</li>
          ))}
        </ul>
      )}
      {store.failure !== null && (
        <div className="failure">
          <p><strong>Failed: {describeStep(store.failure.step, store).toLowerCase()}</strong> <code>{store.failure.reason}</code></p>
          <p>{store.failure.message}</p>
          {store.failure.keptUntil !== null && <p>What was made is kept for a look until {describeTime(store.failure.keptUntil)}.</p>}
          {store.failure.leftovers.length > 0 && <p>Could not be undone: {store.failure.leftovers.join(", ")}.</p>}
        </div>
      )}
      <div className="card-foot">
        <StepTimeline store={store} now={now} />
        <StoreActions store={store} onAsked={onAsked} />
        {store.phase !== "Deleting" && (
          <button type="button" className="danger" onClick={onDelete}>Delete<span className="visually-hidden"> {store.name}</span></button>
        )}
      </div>
    </li>
  );
}
