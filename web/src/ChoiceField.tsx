import { describeChoice } from "./words";

interface ChoiceFieldProps {
  id: string;
  label: string;
  value: string;
  choices: string[];
  refusal: string[] | undefined;
  onChange: (value: string) => void;
}

export function ChoiceField({ id, label, value, choices, refusal, onChange }: ChoiceFieldProps) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}
        aria-invalid={refusal !== undefined} aria-describedby={`${id}-error`}>
        {choices.map((choice) => <option key={choice} value={choice}>{describeChoice(choice)}</option>)}
      </select>
      <p id={`${id}-error`} className="error" aria-live="polite">{refusal && `${label} ${refusal.join("; ")}.`}</p>
    </div>
  );
}
