// The wire types, as Functions/Api/StoreContracts.cs defines them, and the requests that carry them.
import { readFunctionKey } from "./functionKey";

export type StorePhase = "Queued" | "Provisioning" | "Ready" | "Degraded" | "Upgrading" | "Repairing" | "Failed" | "Deleting";

/** What can be asked of a store beside its deletion. */
export type StoreVerb = "cancel" | "retry" | "repair" | "upgrade";

export interface TimelineStep {
  step: string;
  startedAt: string;
  endedAt: string | null;
}

export interface StoreFailure {
  step: string;
  reason: string;
  message: string;
  leftovers: string[];
  /** Until when what was made is kept for debugging; null when it is not. */
  keptUntil: string | null;
}

export interface StoreAdmin {
  url: string;
  /** namespace/name of the Secret that has user name and password. */
  secret: string;
  /** The Key Vault that is their source, and what they are called there; null without one. */
  vault: { host: string; user: string; password: string } | null;
}

export interface Store {
  name: string;
  plan: string;
  engine: string;
  phase: StorePhase;
  step: string | null;
  message: string | null;
  queuePosition: number | null;
  url: string | null;
  namespace: string;
  generation: number;
  createdAt: string;
  updatedAt: string;
  /** What failed latest: Provision, Delete, ...; null when nothing did. */
  failed: string | null;
  failure: StoreFailure | null;
  /** Why the store is Degraded, the gravest first; null when it is as it should be. */
  degradation: { since: string; reasons: { reason: string; message: string }[] } | null;
  /** How the shop's owner logs in; null before the store was ready first. */
  admin: StoreAdmin | null;
  /** Without a mail relay the shop sends no mail; null where it is not known whether it has one. */
  hasMailRelay: boolean | null;
  timeline: TimelineStep[];
}

export interface Queue {
  capacity: number;
  provisioning: { store: string; since: string }[];
  waiting: { store: string; position: number; since: string }[];
}

export interface StoreSpec {
  name: string;
  plan: string;
  engine: string;
}

/** Everything the page shows, as the server knew it at one moment. */
export interface Snapshot {
  stores: Store[];
  queue: Queue;
  /** How far the server's clock is ahead of this one, in milliseconds. */
  clockSkew: number;
  /** When it was read, by this clock. */
  readAt: number;
}

/** The server answered, and the answer was no. */
export class ApiError extends Error {
  readonly status: number;
  readonly fieldErrors: Record<string, string[]>;

  constructor(status: number, message: string, fieldErrors: Record<string, string[]> = {}) {
    super(message);
    this.status = status;
    this.fieldErrors = fieldErrors;
  }
}

const answerLimit = 15_000;
// The Date header counts whole seconds and an answer takes its time: less than this says nothing of the clocks.
const noticeableSkew = 5_000;

export async function readSnapshot(signal: AbortSignal): Promise<Snapshot> {
  const [list, queue] = await Promise.all([
    ask<{ stores: Store[] }>("GET", "/api/stores", { signal }),
    ask<Queue>("GET", "/api/queue", { signal }),
  ]);
  const readAt = Date.now();
  const skew = Date.parse(list.response.headers.get("date") ?? "") - readAt;
  return {
    stores: list.body.stores,
    queue: queue.body,
    clockSkew: Math.abs(skew) > noticeableSkew ? skew : 0,
    readAt,
  };
}

export async function createStore(spec: StoreSpec): Promise<void> {
  await ask("POST", "/api/stores", { body: spec });
}

export async function deleteStore(name: string): Promise<void> {
  await ask("DELETE", `/api/stores/${encodeURIComponent(name)}`);
}

export async function askOfStore(name: string, verb: StoreVerb): Promise<void> {
  await ask("POST", `/api/stores/${encodeURIComponent(name)}/${verb}`);
}

async function ask<T>(
  method: string, path: string, options: { body?: unknown; signal?: AbortSignal } = {},
): Promise<{ body: T; response: Response }> {
  const headers = new Headers({ accept: "application/json" });
  const key = readFunctionKey();
  if (key !== null) {
    headers.set("x-functions-key", key);
  }
  const request: RequestInit = { method, headers, cache: "no-store", signal: limited(options.signal) };
  if (options.body !== undefined) {
    headers.set("content-type", "application/json");
    request.body = JSON.stringify(options.body);
  }
  const response = await fetch(path, request);
  if (!response.ok) {
    throw await readProblem(response);
  }
  try {
    return { body: (await response.json()) as T, response };
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new ApiError(response.status, "The answer is not JSON.");
    }
    throw error;
  }
}

function limited(signal: AbortSignal | undefined): AbortSignal {
  const limit = AbortSignal.timeout(answerLimit);
  return signal ? AbortSignal.any([signal, limit]) : limit;
}

async function readProblem(response: Response): Promise<ApiError> {
  const fallback = `The server answered ${response.status}${response.statusText ? ` ${response.statusText}` : ""}.`;
  try {
    const problem = (await response.json()) as { title?: string; detail?: string; errors?: Record<string, string[]> };
    return new ApiError(response.status, problem.detail ?? problem.title ?? fallback, problem.errors);
  } catch {
    return new ApiError(response.status, fallback);
  }
}
