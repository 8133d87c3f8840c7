import type { Store } from "./api";

const stepWords: Record<string, string> = {
  AwaitSlot: "Waiting for a free slot",
  CreateNamespace: "Creating the namespace",
  EnsureCredentials: "Making the passwords",
  InstallRelease: "Installing the shop",
  AwaitDatabase: "Waiting for the database",
  AwaitWorkloads: "Waiting for the shop to start",
  FindDrift: "Comparing with what was installed",
  ReapplyRelease: "Putting back what was changed",
  RemoveAdditions: "Removing what was added",
  StartShopCheck: "Starting the shop check",
  AwaitShopCheck: "Checking the shop: pages and a purchase",
  InventoryStore: "Listing what has to go",
  UninstallRelease: "Uninstalling the shop",
  DeleteNamespace: "Deleting the namespace",
  AwaitAbsence: "Checking that nothing is left",
  DeleteCredentials: "Deleting the passwords",
};

const nameWords: Record<string, string> = { small: "Small", medium: "Medium", large: "Large", mariadb: "MariaDB", mysql: "MySQL" };

/** A step of the store's latest operation in plain words; one that this page has not heard of is spelled out. */
export function describeStep(step: string, store: Store): string {
  if (step === "InstallRelease" && !isProvision(store)) {
    return "Upgrading the shop";
  }
  return stepWords[step] ?? capitalised(step.replace(/(?<=[a-z0-9])(?=[A-Z])/g, " ").toLowerCase());
}

/** A plan or an engine as it is written in a sentence. */
export function describeChoice(choice: string): string {
  return nameWords[choice] ?? choice;
}

export function ordinal(position: number): string {
  const teen = position % 100 >= 11 && position % 100 <= 13;
  const ending = teen ? "th" : (["th", "st", "nd", "rd"][position % 10] ?? "th");
  return `${position}${ending}`;
}

/** A moment of the API as the reader's place writes it. */
export function describeTime(at: string): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

export function describeDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours > 0) {
    return `${hours} h ${minutes % 60} min`;
  }
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

/** The page's title: counts only, since titles end up in histories and on shared screens. */
export function describeCounts(stores: number, changing: number): string {
  return changing > 0 ? `Stores: ${changing} of ${stores} in progress` : `Stores: ${stores}`;
}

/** What to say aloud of the difference between two looks. Steps change often and are not said. */
export function describeChanges(before: Store[], after: Store[]): string[] {
  const earlier = new Map(before.map((store) => [store.name, store]));
  const now = new Set(after.map((store) => store.name));
  return [
    ...after.filter((store) => earlier.get(store.name)?.phase !== store.phase).map(describeState),
    ...before.filter((store) => !now.has(store.name)).map((store) => `Store ${store.name} is gone.`),
  ];
}

function describeState(store: Store): string {
  switch (store.phase) {
    case "Queued":
      return `Store ${store.name} is queued${store.queuePosition === null ? "" : `, ${ordinal(store.queuePosition)} in the queue`}.`;
    case "Provisioning":
      return `Store ${store.name} is being provisioned.`;
    case "Upgrading":
      return `Store ${store.name} is being upgraded.`;
    case "Repairing":
      return `Store ${store.name} is being repaired.`;
    case "Failed":
      return `Store ${store.name} failed${store.failure === null ? "" : `: ${store.failure.message}`}`;
    case "Deleting":
      return `Store ${store.name} is being deleted.`;
    default:
      return `Store ${store.name} is ${store.phase.toLowerCase()}.`;
  }
}

// An upgrade installs into the namespace that is there.
function isProvision({ phase, failed, timeline }: Store): boolean {
  return ["Queued", "Provisioning"].includes(phase) || failed === "Provision" || timeline.some(({ step }) => step === "CreateNamespace");
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
