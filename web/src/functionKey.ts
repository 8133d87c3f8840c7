// The key that Azure asks for. It lives as long as the tab, and travels in a header, never in a URL.
const entry = "functions-key";

export function readFunctionKey(): string | null {
  return sessionStorage.getItem(entry);
}

export function keepFunctionKey(key: string): void {
  sessionStorage.setItem(entry, key);
}

/** What a header can carry: visible ASCII without spaces. */
export function isFunctionKey(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}
