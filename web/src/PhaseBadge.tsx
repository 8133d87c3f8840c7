import type { StorePhase } from "./api";

// A shape for each phase, so that it is told by more than its colour.
const shapes: Record<StorePhase, string> = {
  Queued: "M8 4v4l2.5 1.5M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0",
  Provisioning: "M8 2a6 6 0 1 1-6 6",
  Ready: "M3 8.5l3.2 3.2L13 5",
  Degraded: "M8 2l6.5 11.5h-13zM8 6.5v3M8 11.5v.5",
  Upgrading: "M8 14V3M3.5 7.5L8 3l4.5 4.5",
  Repairing: "M13 8a5 5 0 1 1-1.5-3.5M13 2v3h-3",
  Failed: "M4 4l8 8M12 4l-8 8",
  Deleting: "M3 8h10",
  Deleted: "M3 3h10v10H3z",
};

export function PhaseBadge({ phase }: { phase: StorePhase }) {
  return (
    <span className="badge" data-phase={phase}>
      <svg viewBox="0 0 16 16" aria-hidden="true"><path d={shapes[phase]} /></svg>
      {phase}
    </span>
  );
}
