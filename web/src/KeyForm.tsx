import { useRef, useState, type FormEvent } from "react";
import { isFunctionKey, keepFunctionKey } from "./functionKey";

/** Asks for the function key that the server wants. */
export function KeyForm({ refused, onKey }: { refused: boolean; onKey: () => void }) {
  const [key, setKey] = useState("");
  const [malformed, setMalformed] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const error = malformed ? "A key is letters, digits and signs, without spaces." : refused ? "The server refused that key." : null;

  function submit(event: FormEvent) {
    event.preventDefault();
    const given = key.trim();
    setMalformed(!isFunctionKey(given));
    if (isFunctionKey(given)) {
      keepFunctionKey(given);
      onKey();
    } else {
      input.current?.focus();
    }
  }

  return (
    <form className="panel key" aria-labelledby="key-heading" noValidate onSubmit={submit}>
      <h2 id="key-heading">Function key needed</h2>
      <p id="key-hint">This server answers only with a function key. The key is kept in this tab alone, until you close it.</p>
      <div className="field">
        <label htmlFor="key">Function key</label>
        <input id="key" ref={input} type="password" autoComplete="off" autoFocus
          value={key} onChange={(event) => setKey(event.target.value)}
          aria-invalid={error !== null} aria-describedby="key-error key-hint" />
        <p id="key-error" className="error" role="alert">{error}</p>
      </div>
      <button type="submit" className="primary">Use this key</button>
    </form>
  );
}
