import type { Store } from "../src/api";

/** A store that runs, with what a test says of it. */
export function makeStore(given: Partial<Store> = {}): Store {
  return {
    name: "demo",
    plan: "small",
    engine: "mariadb",
    owner: "default",
    phase: "Ready",
    step: null,
    message: null,
    queuePosition: null,
    url: "http://localhost:30080",
    namespace: "store-demo",
    release: "demo",
    generation: 1,
    operation: null,
    createdAt: "2026-01-01T00:00:00Z",
    updatedAt: "2026-01-01T00:00:00Z",
    failed: null,
    failure: null,
    timeline: [],
    removal: null,
    audit: [],
    degradation: null,
    admin: null,
    hasMailRelay: null,
    repair: { attempts: 0, lastAt: null, lastFailure: null, nextAt: null, pause: null, drifts: [] },
    ...given,
  };
}
