import { describeChoice } from "./words";

interface ChoiceFieldProps<Choice extends string> {
  id: string;
  label: string;
  value: Choice;
  choices: Choice[];
  refusal: string[] | undefined;
  onChange: (value: Choice) => void;
}

export function ChoiceField<Choice extends string>({ id, label, value, choices, refusal, onChange }: ChoiceFieldProps<Choice>) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value as Choice)}
        aria-invalid={refusal !== undefined} aria-describedby={`${id}-error`}>
        {choices.map((choice) => <option key={choice} value={choice}>{describeChoice(choice)}</option>)}
      </select>
      <p id={`${id}-error`} className="error" aria-live="polite">{refusal && `${label} ${refusal.join("; ")}.`}</p>
    </div>
  );
}
