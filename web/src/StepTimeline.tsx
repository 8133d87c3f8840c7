import type { Store } from "./api";
import { describeDuration, describeStep } from "./words";

/** The steps of the latest operation and how long each took, folded away until asked for. */
export function StepTimeline({ store, now }: { store: Store; now: number }) {
  const steps = store.timeline;
  if (steps.length === 0) {
    return null;
  }
  return (
    <details>
      <summary>{steps.length === 1 ? "1 step" : `${steps.length} steps`}</summary>
      <ol className="timeline">
        {steps.map(({ step, startedAt, endedAt }) => (
          <li key={`${step} ${startedAt}`}>
            <span>{describeStep(step, store)}</span>
            <span className="quiet">
              {describeDuration((endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt))}{endedAt === null && ", running"}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
