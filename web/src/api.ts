// The requests that the page sends. What they carry is the contract's (docs/openapi.yaml), of which contract.ts is made.
import type { components, paths } from "./contract";
import { readFunctionKey } from "./functionKey";

type Schemas = components["schemas"];

export type Store = Schemas["Store"];
export type StorePhase = Store["phase"];
export type StoreAdmin = Schemas["Admin"];
export type Queue = Schemas["Queue"];
export type StoreRequest = Schemas["StoreRequest"];

/** What can be asked of a store beside its deletion. */
export type StoreVerb = "cancel" | "retry" | "repair" | "upgrade";

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
    ask("get", "/api/stores", { signal }),
    ask("get", "/api/queue", { signal }),
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

export async function createStore(body: StoreRequest): Promise<void> {
  await ask("post", "/api/stores", { body });
}

export async function deleteStore(name: string): Promise<void> {
  await ask("delete", "/api/stores/{name}", { name });
}

export async function askOfStore(name: string, verb: StoreVerb): Promise<void> {
  await ask("post", `/api/stores/{name}/${verb}`, { name });
}

type Method<Path extends keyof paths> = keyof paths[Path] & ("get" | "post" | "delete");

type Answer<Operation> = Operation extends { responses: infer Responses }
  ? Responses[keyof Responses & (200 | 202)] extends { content: { "application/json": infer Body } } ? Body : never
  : never;

async function ask<Path extends keyof paths, Verb extends Method<Path>>(
  method: Verb, path: Path, options: { name?: string; body?: unknown; signal?: AbortSignal } = {},
): Promise<{ body: Answer<paths[Path][Verb]>; response: Response }> {
  const headers = new Headers({ accept: "application/json" });
  const key = readFunctionKey();
  if (key !== null) {
    headers.set("x-functions-key", key);
  }
  const request: RequestInit = { method: method.toUpperCase(), headers, cache: "no-store", signal: limited(options.signal) };
  if (options.body !== undefined) {
    headers.set("content-type", "application/json");
    request.body = JSON.stringify(options.body);
  }
  const response = await fetch(path.replace("{name}", encodeURIComponent(options.name ?? "")), request);
  if (!response.ok) {
    throw await readProblem(response);
  }
  try {
    return { body: (await response.json()) as Answer<paths[Path][Verb]>, response };
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
    // A host or a proxy may answer for the app, with less than the contract says.
    const problem = (await response.json()) as Partial<Schemas["Problem"]>;
    return new ApiError(response.status, problem.detail ?? problem.title ?? fallback, problem.errors);
  } catch {
    return new ApiError(response.status, fallback);
  }
}
