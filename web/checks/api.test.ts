// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError, askOfStore, createStore, deleteStore, readSnapshot } from "../src/api";
import { keepFunctionKey } from "../src/functionKey";
import { makeStore } from "./stores";

const now = Date.parse("2026-01-01T12:00:00Z");
const queue = { capacity: 2, provisioning: [], waiting: [] };
const fetched = vi.fn<typeof fetch>();

beforeEach(() => {
  sessionStorage.clear();
  vi.useFakeTimers({ now, toFake: ["Date"] });
  vi.stubGlobal("fetch", fetched.mockReset());
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function answer(body: unknown, init: ResponseInit = {}): Response {
  return new Response(typeof body === "string" ? body : JSON.stringify(body), init);
}

function request(call = 0): { path: unknown; method: string | undefined; headers: Headers; body: unknown } {
  const [path, init] = fetched.mock.calls[call] ?? [];
  return { path, method: init?.method, headers: init?.headers as Headers, body: init?.body };
}

async function refusal(response: Response): Promise<ApiError> {
  fetched.mockResolvedValue(response);
  const error: unknown = await deleteStore("demo").catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

test("a snapshot has the stores and the queue", async () => {
  const stores = [makeStore()];
  fetched.mockImplementation((path) => Promise.resolve(answer(path === "/api/queue" ? queue : { stores })));

  expect(await readSnapshot(new AbortController().signal)).toEqual({ stores, queue, clockSkew: 0, readAt: now });
});

test.each([
  ["Thu, 01 Jan 2026 12:01:00 GMT", 60_000],
  ["Thu, 01 Jan 2026 11:59:00 GMT", -60_000],
  ["Thu, 01 Jan 2026 12:00:05 GMT", 0],
  ["no date", 0],
])("an answer of %s means a skew of %i ms", async (date, skew) => {
  fetched.mockImplementation((path) => Promise.resolve(answer(path === "/api/queue" ? queue : { stores: [] }, { headers: { date } })));

  expect((await readSnapshot(new AbortController().signal)).clockSkew).toBe(skew);
});

test("a store is asked for by JSON, without a key as long as there is none", async () => {
  fetched.mockResolvedValue(answer({}));
  await createStore({ name: "demo", plan: "small", engine: "mysql" });

  const { path, method, headers, body } = request();
  expect([path, method, body]).toEqual(["/api/stores", "POST", '{"name":"demo","plan":"small","engine":"mysql"}']);
  expect(headers.get("content-type")).toBe("application/json");
  expect(headers.has("x-functions-key")).toBe(false);
});

test("the key travels in a header, and a name in the path stays one part of it", async () => {
  keepFunctionKey("abc==");
  fetched.mockResolvedValue(answer({}));
  await askOfStore("a/../b", "cancel");

  expect(request().path).toBe("/api/stores/a%2F..%2Fb/cancel");
  expect(request().headers.get("x-functions-key")).toBe("abc==");
});

test("a refusal has its status, its detail and the broken rules by field", async () => {
  const error = await refusal(answer({ title: "No.", detail: "name must be free.", errors: { name: ["must be free"] } }, { status: 409 }));

  expect([error.status, error.message, error.fieldErrors]).toEqual([409, "name must be free.", { name: ["must be free"] }]);
});

test.each([
  [answer({ title: "The state cannot be reached." }, { status: 503 }), "The state cannot be reached."],
  [answer("<html>", { status: 502, statusText: "Bad Gateway" }), "The server answered 502 Bad Gateway."],
  [answer("", { status: 401 }), "The server answered 401."],
])("a refusal that says less has a sentence all the same", async (response, message) => {
  expect((await refusal(response)).message).toBe(message);
});

test("an answer that is no JSON is the server's fault, and a lost connection nobody's answer", async () => {
  fetched.mockResolvedValueOnce(answer("<html>"));
  await expect(deleteStore("demo")).rejects.toThrow(new ApiError(200, "The answer is not JSON."));

  const lost = new TypeError("Failed to fetch");
  fetched.mockRejectedValueOnce(lost);
  await expect(deleteStore("demo")).rejects.toBe(lost);
});
