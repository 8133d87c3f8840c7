import { useRef, useState, type FormEvent } from "react";
import { ApiError, createStore, type Store } from "./api";
import { ChoiceField } from "./ChoiceField";
import { storeNameError } from "./storeName";

const connectionLost =
  "The server could not be reached, so it is not known whether it took the request. Look at the list before you try again.";

export function CreateStoreForm({ onAnswered }: { onAnswered: () => void }) {
  const [name, setName] = useState("");
  const [plan, setPlan] = useState<Store["plan"]>("small");
  const [engine, setEngine] = useState<Store["engine"]>("mariadb");
  const [nameFinished, setNameFinished] = useState(false);
  const [asking, setAsking] = useState(false);
  const [refusals, setRefusals] = useState<Record<string, string[]>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const nameInput = useRef<HTMLInputElement>(null);

  const nameRefusal = storeNameError(name, nameFinished) ?? refusals.name?.join("; ");
  const nameError = nameRefusal === undefined ? null : `Name ${nameRefusal}.`;

  function typeName(text: string) {
    setName(text);
    setNameFinished(false);
    setProblem(null);
    setRefusals(({ name: _, ...others }) => others);
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (asking) {
      return;
    }
    setNameFinished(true);
    if (storeNameError(name, true) !== null) {
      nameInput.current?.focus();
      return;
    }
    setAsking(true);
    setProblem(null);
    setRefusals({});
    try {
      await createStore({ name, plan, engine });
      typeName("");
    } catch (error) {
      refuse(error);
    } finally {
      setAsking(false);
      nameInput.current?.focus();
      onAnswered();
    }
  }

  function refuse(error: unknown) {
    if (!(error instanceof ApiError)) {
      setProblem(connectionLost);
      return;
    }
    setRefusals(error.fieldErrors);
    const besideFields = Object.keys(error.fieldErrors).some((field) => ["name", "plan", "engine"].includes(field));
    setProblem(besideFields ? null : error.message);
  }

  return (
    <form className="panel" aria-labelledby="create-heading" noValidate onSubmit={submit}>
      <h2 id="create-heading">New store</h2>
      <div className="field">
        <label htmlFor="name">Name</label>
        <input id="name" ref={nameInput} value={name} onChange={(event) => typeName(event.target.value)}
          autoComplete="off" autoCapitalize="none" spellCheck={false} required
          aria-invalid={nameError !== null} aria-describedby={nameError === null ? "name-hint" : "name-error"} />
        <p id="name-error" className="error" aria-live="polite">{nameError}</p>
        <p id="name-hint" className="hint" hidden={nameError !== null}>Lower-case letters, digits and hyphens, up to 40.</p>
      </div>
      <ChoiceField id="plan" label="Plan" value={plan} choices={["small", "medium", "large"]} refusal={refusals.plan} onChange={setPlan} />
      <ChoiceField id="engine" label="Database" value={engine} choices={["mariadb", "mysql"]} refusal={refusals.engine}
        onChange={setEngine} />
      <p className="error" role="alert">{problem}</p>
      <button type="submit" className="primary" aria-disabled={asking}>{asking ? "Creating…" : "Create store"}</button>
    </form>
  );
}
