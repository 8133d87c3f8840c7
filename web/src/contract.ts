// Made from docs/openapi.yaml by `npm run contract`: change that file, and run this.
export interface paths {
    "/api/stores": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the stores
         * @description Every store that is not deleted, by name, with its phase and live step; without diagnoses.
         */
        get: operations["listStores"];
        put?: never;
        /**
         * Makes a store
         * @description Takes a place in the queue, and as soon as a slot is free makes the namespace, the passwords and the
         *     release, and waits until the shop answers, has its address and an order went through. That takes
         *     minutes: read the store at `Location` until its `phase` is `Ready` or `Failed`.
         */
        post: operations["createStore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The store's name.
                 * @example demo
                 */
                name: components["parameters"]["StoreName"];
            };
            cookie?: never;
        };
        /**
         * Shows a store
         * @description With its live step, or what became of its latest operation. After its deletion the answer is
         *     404 with the receipt: what there was, when each thing was seen gone, and what could not be checked.
         */
        get: operations["getStore"];
        put?: never;
        post?: never;
        /**
         * Removes a store
         * @description Uninstalls the release, deletes the namespace and the passwords, and proves that nothing is left, no
         *     volume and no load balancer. What is being done with the store is stopped first. There is no way back:
         *     the shop's data goes too. Asked again, it answers with the deletion that runs.
         */
        delete: operations["removeStore"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{name}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The store's name.
                 * @example demo
                 */
                name: components["parameters"]["StoreName"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancels an operation
         * @description Stops the operation that runs, in the queue or at work. A provision is undone; an upgrade or a repair
         *     leaves the shop as far as it has come. A deletion is not stopped.
         */
        post: operations["cancelStore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{name}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The store's name.
                 * @example demo
                 */
                name: components["parameters"]["StoreName"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tries a failed provision again
         * @description Makes a store whose provision failed once more, as its next generation; what was kept of the failed one goes first.
         */
        post: operations["retryStore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{name}/upgrade": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The store's name.
                 * @example demo
                 */
                name: components["parameters"]["StoreName"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upgrades a store
         * @description Brings a running store's release to the chart and the values of this version of the app. The shop and its data stay.
         */
        post: operations["requestUpgrade"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{name}/repair": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The store's name.
                 * @example demo
                 */
                name: components["parameters"]["StoreName"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Repairs a store now
         * @description Puts back now what was changed of a running store, also while its repairs are paused.
         */
        post: operations["requestRepair"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{name}/pause-repair": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The store's name.
                 * @example demo
                 */
                name: components["parameters"]["StoreName"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pauses repairs of a store
         * @description Keeps the store from being repaired by itself, until a time or until it is resumed. Comparisons go on,
         *     and a repair that is asked for still begins.
         */
        post: operations["pauseRepair"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{name}/resume-repair": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The store's name.
                 * @example demo
                 */
                name: components["parameters"]["StoreName"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets repairs go on
         * @description Lets the store be repaired by itself again, with its attempts counted anew. Also where nothing was paused.
         */
        post: operations["resumeRepair"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{name}/strip-finalizers": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The store's name.
                 * @example demo
                 */
                name: components["parameters"]["StoreName"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Frees a namespace that will not end
         * @description Takes the finalizers, by force, from what keeps the store's namespace from ending, while its deletion
         *     waits for that or after it has failed as `NamespaceStuck`. Finalizers that keep a disk or a load
         *     balancer from being left behind stay. Who asked, why, and what was done goes into the store's `audit`
         *     and the log.
         */
        post: operations["stripStoreFinalizers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows the queue
         * @description Who holds a slot, until when unless it is renewed, and who waits in which place.
         */
        get: operations["getQueue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sweeps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the sweeps
         * @description The sweep that runs, then the latest fifty reports, newest first, without their findings.
         */
        get: operations["listSweeps"];
        put?: never;
        /**
         * Sweeps now
         * @description Looks for orphans now, and removes those that are due; a dry run only tells. One sweep runs at a time.
         *     Read its report at `Location` until its `status` is not `Running`.
         */
        post: operations["startSweep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sweeps/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows a sweep
         * @description A sweep and what it found.
         */
        get: operations["getSweep"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/comparisons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows the latest comparison
         * @description Whether a comparison runs, and what the latest came to.
         */
        get: operations["getComparison"];
        put?: never;
        /**
         * Compares now
         * @description Compares all running stores with the cluster now, or once the comparison that runs has ended. It has
         *     ended when the `latest` one at `Location` was requested no earlier than this answer says.
         */
        post: operations["startComparison"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Serves this contract
         * @description This document, for client generators and for the page that shows it.
         */
        get: operations["getContract"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows this contract
         * @description A page that shows this contract. It loads nothing from other hosts, and asks nothing but this contract.
         */
        get: operations["getContractPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Serves the dashboard
         * @description One page over this API, which asks for the function key where one is needed.
         */
        get: operations["getPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/assets/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Serves a file of the pages
         * @description A script, a style or a picture of the pages. Its name has a hash of its content, so that it may be kept for a year.
         */
        get: operations["getPageAsset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Format: date-time
         * @description A moment, in UTC.
         * @example 2026-12-31T23:59:59Z
         */
        Time: string;
        /**
         * @description 1 to 40 lower-case letters, digits and hyphens, beginning with a letter and ending with a letter or
         *     digit.
         * @example demo
         */
        StoreName: string;
        /**
         * @description How much a store may use; the chart's values say what each plan gives.
         * @enum {string}
         */
        Plan: "small" | "medium" | "large";
        /**
         * @description The database server.
         * @enum {string}
         */
        Engine: "mariadb" | "mysql";
        /**
         * @description What is done with a store.
         * @enum {string}
         */
        OperationKind: "Provision" | "Delete" | "Upgrade" | "Repair";
        /** @description Nothing; the path says all. */
        NoFields: Record<string, unknown>;
        /** @description What a store is to be. */
        StoreRequest: {
            name: components["schemas"]["StoreName"];
            /** @default small */
            plan?: components["schemas"]["Plan"];
            /** @default mariadb */
            engine?: components["schemas"]["Engine"];
            /**
             * @description Whom the store is operated for: 1 to 63 lower-case letters, digits, dots, underscores and hyphens,
             *     beginning and ending with a letter or digit. Limits count by owner.
             * @default default
             */
            owner?: string;
            /**
             * @description What becomes of what a failed provision made: `compensate` undoes it at once, `keep` leaves it for a
             *     look and removes it after `Operations:KeepFailed`.
             * @default compensate
             * @enum {string}
             */
            onFailure?: "compensate" | "keep";
        };
        /** @description A pause. */
        RepairPauseRequest: {
            /** @description Why, in 1 to 200 characters on one line, without secrets. */
            reason?: string | null;
            /**
             * Format: date-time
             * @description When the pause ends by itself, within a year; null or left out for never.
             */
            until?: string | null;
        };
        /** @description A confirmation. */
        StripRequest: {
            /** @description The store's name once more. */
            confirm: components["schemas"]["StoreName"];
            /** @description Why, in 1 to 500 characters on one line; it is kept in the store's `audit`. */
            reason: string;
        };
        /** @description How to sweep. */
        SweepRequest: {
            /**
             * @description Whether it only tells what it would do.
             * @default false
             */
            dryRun?: boolean;
        };
        /** @description All stores. */
        StoreList: {
            /** @description Every store that is not deleted, by name; each without its diagnosis. */
            stores: components["schemas"]["Store"][];
        };
        /** @description A store, what is being done with it, and what became of that. */
        Store: {
            name: components["schemas"]["StoreName"];
            plan: components["schemas"]["Plan"];
            engine: components["schemas"]["Engine"];
            /** @description Whom it is operated for. */
            owner: string;
            /**
             * @description Where it is in its life. `Queued` waits for a slot, `Degraded` runs and is not as it should be, `Failed`
             *     has no shop. `Deleted` is only in the answer to a request that comes again with its `Idempotency-Key`.
             * @enum {string}
             */
            phase: "Queued" | "Provisioning" | "Ready" | "Degraded" | "Upgrading" | "Repairing" | "Failed" | "Deleting" | "Deleted";
            /** @description The step that runs, as `InstallRelease`; null between operations. */
            step: string | null;
            /** @description One sentence on the running step. */
            message: string | null;
            /** @description 1 for the next to get a slot; null when it does not wait for one. */
            queuePosition: number | null;
            /**
             * Format: uri
             * @description The shop's address once it is ready.
             */
            url: string | null;
            /** @description Its namespace in the cluster. */
            namespace: string;
            /** @description Its helm release in that namespace. */
            release: string;
            /** @description Counts the stores of this name. */
            generation: number;
            /** @description The id of the operation that runs, or that an answer 202 is about; null when none does. */
            operation: string | null;
            /** @description When this generation was asked for. */
            createdAt: components["schemas"]["Time"];
            /** @description When anything here last changed. */
            updatedAt: components["schemas"]["Time"];
            /** @description What failed latest; null when nothing did. A failed `Provision` can be retried. */
            failed: components["schemas"]["OperationKind"] | null;
            /** @description Why the latest operation failed; null when it did not. */
            failure: components["schemas"]["Failure"] | null;
            /** @description The steps of the latest operation, oldest first. */
            timeline: components["schemas"]["Step"][];
            /** @description What a removal that has not succeeded has found and seen gone; null when there was none. */
            removal: components["schemas"]["RemovedItem"][] | null;
            /** @description What was done to stores of this name by force, latest last; the last fifty. */
            audit: components["schemas"]["AuditEntry"][];
            /** @description Why it is not as it should be; null when it is. */
            degradation: components["schemas"]["Degradation"] | null;
            /** @description How the shop's owner logs in; null before it was ready first, and in answers to changes. */
            admin: components["schemas"]["Admin"] | null;
            /**
             * @description Whether the shop can send mail: false where no relay (`docs/operations.md#minikube-gke-mail`) was set
             *     when an operation last saw the store ready. Null where that is not known: before the store was ready
             *     first, and after an upgrade or a repair that failed.
             */
            hasMailRelay: boolean | null;
            repair: components["schemas"]["Repair"];
        };
        /** @description A step of an operation. */
        Step: {
            /** @description Its name, as `AwaitSlot` or `InstallRelease`. */
            step: string;
            startedAt: components["schemas"]["Time"];
            /** @description Null while it runs. */
            endedAt: components["schemas"]["Time"] | null;
        };
        /** @description Why an operation failed, and what became of it. */
        Failure: {
            /** @description The step that failed. */
            step: string;
            /** @description One word, which `docs/reasons.md` explains. */
            reason: string;
            /** @description What was met, and what to do. */
            message: string;
            /** @description What could not be undone; empty when nothing is left of the try. */
            leftovers: string[];
            /** @description Until when what was made is kept for a look; null when it is not. */
            keptUntil: components["schemas"]["Time"] | null;
            /** @description What the store looked like before anything was undone; null when nobody looked, and in lists. */
            diagnosis: components["schemas"]["Diagnosis"] | null;
        };
        /** @description What a store that failed looked like before it was undone, without secrets. */
        Diagnosis: {
            /** @description Its pods, those that are not well first. */
            pods: components["schemas"]["PodDiagnosis"][];
            /** @description The newest events, oldest first; warnings before anything else. */
            events: components["schemas"]["EventDiagnosis"][];
            /** @description The last that the failing container said; null when none failed, or it said nothing. */
            log: components["schemas"]["LogDiagnosis"] | null;
            /** @description What could not be looked at, and why, a sentence each. */
            missing: string[];
        };
        /** @description A pod as it was. */
        PodDiagnosis: {
            /** @description Its name. */
            name: string;
            /** @description Its phase, in Kubernetes' words. */
            phase: string;
            /** @description Its Ready condition. */
            ready: boolean;
            /** @description Restarts of its most restarted container. */
            restarts: number;
            /** @description Why it waits, or how it ended; null when nothing says so. */
            state: string | null;
        };
        /** @description An event of the namespace. */
        EventDiagnosis: {
            /** @description When it happened last; null when it does not say. */
            at: components["schemas"]["Time"] | null;
            /** @description Kind and name of its object, as `Pod/web-0`. */
            about: string;
            /** @description One word, in Kubernetes' words. */
            reason: string;
            /** @description What happened. */
            message: string;
            /** @description How often. */
            count: number;
        };
        /** @description The end of a container's log. */
        LogDiagnosis: {
            /** @description The pod. */
            pod: string;
            /** @description The container. */
            container: string;
            /** @description Oldest first. */
            lines: string[];
        };
        /** @description Why something is not as it should be. */
        Cause: {
            /** @description One word, which `docs/reasons.md` explains. */
            reason: string;
            /** @description What was met, and what to do. */
            message: string;
        };
        /** @description Why a running store is not as it should be. */
        Degradation: {
            /** @description Since when it is not. */
            since: components["schemas"]["Time"];
            /** @description The gravest first. */
            reasons: components["schemas"]["Cause"][];
        };
        /** @description How the shop's owner logs in. User name and password themselves are in no answer. */
        Admin: {
            /**
             * Format: uri
             * @description Where.
             */
            url: string;
            /**
             * @description namespace/name of the Secret with both, under `admin-user` and `admin-password`. Without the first the
             *     name is `admin`.
             */
            secret: string;
            /** @description The Key Vault that is their source; null without one. */
            vault: components["schemas"]["VaultSecrets"] | null;
        };
        /** @description A Key Vault, and what its secrets are called. */
        VaultSecrets: {
            /** @description The vault's host. */
            host: string;
            /** @description The name of the secret with the user name. */
            user: string;
            /** @description The name of the secret with the password. */
            password: string;
        };
        /** @description What comparisons with the cluster saw, and what repairs came to. */
        Repair: {
            /** @description Repairs begun because of the same drift. */
            attempts: number;
            /** @description When the latest began, or ended when it has. */
            lastAt: components["schemas"]["Time"] | null;
            /** @description Why it failed; null when it did not. */
            lastFailure: components["schemas"]["Cause"] | null;
            /** @description When the next may begin by itself; null when nothing waits. */
            nextAt: components["schemas"]["Time"] | null;
            /** @description Null when repairs may begin by themselves. */
            pause: components["schemas"]["RepairPause"] | null;
            /** @description What the latest comparison saw. */
            drifts: components["schemas"]["Drift"][];
        };
        /** @description An operator's word that the store is not to be repaired by itself. */
        RepairPause: {
            /** @description Why, where that was said. */
            reason: string | null;
            /** @description When it was said. */
            at: components["schemas"]["Time"];
            /** @description When it ends by itself; null for never. */
            until: components["schemas"]["Time"] | null;
        };
        /** @description One way in which a store is not as its last operation left it. */
        Drift: {
            /** @description What has drifted, as `NetworkPolicy deny-all`. */
            subject: string;
            /** @description One word, which `docs/reasons.md` explains. */
            reason: string;
            /** @description What was met, and what to do where a repair does not help. */
            message: string;
            /**
             * @description Who can put it right - a repair, time, or the operator.
             * @enum {string}
             */
            remedy: "Repair" | "Wait" | "Operator";
            /** @description When it was seen first. */
            since: components["schemas"]["Time"];
            /** @description In how many comparisons. */
            times: number;
        };
        /** @description One thing that a removal found. */
        RemovedItem: {
            /**
             * @description What it is.
             * @enum {string}
             */
            kind: "Namespace" | "Release" | "Ingress" | "Service" | "PersistentVolumeClaim" | "PersistentVolume" | "VaultSecret";
            /** @description Its name. */
            name: string;
            /** @description When it was first seen gone; null while it was not. */
            goneAt: components["schemas"]["Time"] | null;
            /** @description Why its absence could not be proved; null when that was not so. */
            unchecked: string | null;
        };
        /** @description Something that was done to a store by force. */
        AuditEntry: {
            at: components["schemas"]["Time"];
            /**
             * @description What was asked for.
             * @enum {string}
             */
            action: "StripFinalizers";
            /** @description Who asked, as far as the app can tell - a principal that the platform names, or an address. */
            by: string;
            /** @description Why, in their words. */
            reason: string;
            /** @description What was done; null when the end of it was not heard of. */
            outcome: string | null;
        };
        /** @description An operation that runs. */
        Operation: {
            /** @description Its id. */
            id: string;
            kind: components["schemas"]["OperationKind"];
            /** @description Counts the operations on stores of the name. */
            number: number;
            startedAt: components["schemas"]["Time"];
        };
        /** @description What stripping finalizers has come to. */
        StripResult: {
            /** @description Objects and the finalizers that were removed. */
            stripped: {
                /** @description Plural and group, as `ingresses.networking.k8s.io`. */
                resource: string;
                /** @description The object's name. */
                name: string;
                /** @description Its finalizers that were removed. */
                finalizers: string[];
            }[];
            /** @description Objects whose finalizers stay. */
            refused: {
                /** @description Plural and group. */
                resource: string;
                /** @description The object's name. */
                name: string;
                /** @description What removing them would leave behind, or what stands against it. */
                why: string;
            }[];
        };
        /** @description Who works and who waits. */
        Queue: {
            /** @description How many stores may be worked on at once. */
            capacity: number;
            /** @description Those that hold a slot. */
            provisioning: components["schemas"]["SlotHolder"][];
            /** @description Those that wait for one, next first. */
            waiting: components["schemas"]["SlotWaiter"][];
        };
        /** @description A store that holds a slot. */
        SlotHolder: {
            store: components["schemas"]["StoreName"];
            /** @description When it asked. */
            since: components["schemas"]["Time"];
            /** @description Until when it holds the slot unless it renews that. */
            leaseUntil: components["schemas"]["Time"];
        };
        /** @description A store that waits for a slot. */
        SlotWaiter: {
            store: components["schemas"]["StoreName"];
            /** @description Its place, from 1. */
            position: number;
            /** @description When it asked. */
            since: components["schemas"]["Time"];
        };
        /** @description The latest sweeps. */
        SweepList: {
            /** @description The one that runs, then the latest reports, newest first. */
            sweeps: components["schemas"]["Sweep"][];
        };
        /** @description A sweep. */
        Sweep: {
            /** @description Its id. */
            id: string;
            /**
             * @description Whether it has ended, and how.
             * @enum {string}
             */
            status: "Running" | "Completed" | "Failed";
            /**
             * @description Who asked for it.
             * @enum {string}
             */
            trigger: "Timer" | "Request";
            /** @description Whether it only tells what it would do. */
            dryRun: boolean;
            startedAt: components["schemas"]["Time"];
            /** @description Null while it runs. */
            endedAt: components["schemas"]["Time"] | null;
            /** @description What it looked at; null before it has, and where it could not. */
            counts: components["schemas"]["SweepCounts"] | null;
            /** @description How many orphans there were. */
            found: number;
            /** @description How many of them it removed or marked. */
            done: number;
            /** @description What could not be looked at, and why. */
            unchecked: string[];
            /** @description Why it could not look around. */
            failure: components["schemas"]["Cause"] | null;
            /** @description The orphans, at most a hundred and their releases; left out of lists, and while it runs. */
            findings?: components["schemas"]["Orphan"][];
        };
        /** @description What a sweep looked at. */
        SweepCounts: {
            /** @description Namespaces of this installation. */
            namespaces: number;
            /** @description Stores that are recorded and not deleted. */
            stores: number;
            /** @description Secrets that the vault keeps for this installation. */
            vaultSecrets: number;
            /** @description Slots and places in the queue. */
            slots: number;
            /** @description Requests to the Kubernetes API that the look took. */
            apiRequests: number;
        };
        /** @description Something that lacks its other half. */
        Orphan: {
            /**
             * @description What it is.
             * @enum {string}
             */
            kind: "Namespace" | "Release" | "VaultSecrets" | "MissingNamespace" | "Slot" | "Operation";
            /** @description Its name - a namespace's, a release's as namespace/name, a store's with its generation, an operation's id. */
            what: string;
            /** @description The store that it is or was of; null when its labels name none. */
            store: components["schemas"]["StoreName"] | null;
            /** @description Why it is one, in a sentence. */
            why: string;
            /**
             * @description What the sweep does, or would do if it were not a dry run: `Watch` waits for more sightings, `Remove`
             *     deletes, `Mark` tells the store's record, `Report` leaves it to the operator.
             * @enum {string}
             */
            action: "Watch" | "Remove" | "Mark" | "Report";
            /** @description When a sweep first saw it so. */
            firstSeen: components["schemas"]["Time"];
            /** @description How many sweeps in a row have seen it so. */
            sightings: number;
            /**
             * @description What became of the action; `Spared` was no orphan any more when it was looked at once more.
             * @enum {string}
             */
            outcome: "None" | "Done" | "Spared" | "Failed";
            /** @description One sentence on the outcome, where there is something to say. */
            detail: string | null;
        };
        /** @description Comparisons of all running stores with the cluster. */
        Comparison: {
            /** @description Since when one runs; null when none does. */
            running: components["schemas"]["Time"] | null;
            /** @description What the latest came to; null before the first. */
            latest: components["schemas"]["ComparisonSummary"] | null;
        };
        /** @description What a comparison came to. */
        ComparisonSummary: {
            /** @description Its id. */
            id: string;
            requestedAt: components["schemas"]["Time"];
            endedAt: components["schemas"]["Time"];
            /** @description Stores that were looked at. */
            compared: number;
            /** @description Those of them that have drifted. */
            drifted: number;
            /** @description The ids of the repairs that it began. */
            repairs: string[];
            /** @description Stores that could not be looked at. */
            notAsked: number;
            /** @description Why it ended early, or why the first of those could not be looked at; null when all could. */
            failure: components["schemas"]["Cause"] | null;
        };
        /** @description A comparison that was asked for. */
        ComparisonRequested: {
            /** @description When it was; one that was requested no earlier has seen what was so then. */
            requestedAt: components["schemas"]["Time"];
        };
        /** @description Problem details (RFC 9457). */
        Problem: {
            /**
             * Format: uri
             * @description Where the status is defined, for some.
             */
            type?: string;
            /** @description Which kind of problem it is. */
            title: string;
            /** @description The status once more. */
            status: number;
            /** @description What was met, and mostly what to do. */
            detail: string;
            /** @description The broken rules, by field. */
            errors?: {
                [key: string]: string[];
            };
            /** @description The operation that stands against the request. */
            operation?: components["schemas"]["Operation"];
            /** @description What the deletion of the store found and proved. */
            receipt?: components["schemas"]["Receipt"];
        };
        /** @description A problem of fields. */
        FieldProblem: WithRequired<components["schemas"]["Problem"], "errors">;
        /** @description What a deletion removed, and how its absence was proved. */
        Receipt: {
            inventory: components["schemas"]["Inventory"];
            /** @description When the last of it was seen gone. */
            absentAt: components["schemas"]["Time"];
            /** @description What could not be looked at, and why; empty when everything was. */
            unchecked: string[];
            /** @description What there was, one by one. */
            items: components["schemas"]["RemovedItem"][];
        };
        /** @description What there was of a store. Names and states alone, no contents. */
        Inventory: {
            /** @description The namespace's UID; null when there was none. */
            namespaceUid: string | null;
            /** @description Its claims and their volumes. */
            volumes: components["schemas"]["Volume"][];
            /** @description Its Services of type LoadBalancer. */
            loadBalancers: {
                /** @description The Service's name. */
                service: string;
                /** @description The addresses that it was assigned. */
                addresses: string[];
            }[];
            /** @description Whether the namespace was being deleted already. */
            terminating: boolean;
            /** @description The release's revisions, oldest first. */
            revisions: {
                /** @description From 1. */
                number: number;
                /** @description In helm's words. */
                status: string;
            }[];
            /** @description Its Ingresses. */
            ingresses: {
                /** @description The Ingress's name. */
                name: string;
                /** @description The hosts of its rules. */
                hosts: string[];
            }[];
            /** @description Names of the vault's secrets with its passwords; empty where no vault is used. */
            vaultSecrets: string[];
        };
        /** @description A claim and the volume behind it. */
        Volume: {
            /** @description The PersistentVolumeClaim's name. */
            claim: string;
            /** @description The PersistentVolume's name; null while unbound. */
            volume: string | null;
            /** @description The claim's UID; null in what older builds recorded. */
            claimUid: string | null;
            /** @description The volume's UID; null when unbound, or where the app may not read volumes. */
            volumeUid: string | null;
            /** @description Delete, Retain or Recycle; null when unbound, or where the app may not read volumes. */
            reclaimPolicy: string | null;
        };
    };
    responses: {
        /** @description The file has not changed since `If-Modified-Since`, so what is there already is good. */
        NotModified: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Last-Modified": components["headers"]["LastModified"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /**
         * @description The file has changed since `If-Unmodified-Since`.
         *     What to do: ask without that header.
         */
        ChangedSince: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Last-Modified": components["headers"]["LastModified"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /**
         * @description On Azure Functions, a request without a function key or with a wrong one.
         *     What to do: send a key as `x-functions-key`.
         */
        NoKey: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description A field, the name in the path, or the `Idempotency-Key` breaks a rule. */
        Invalid: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["FieldProblem"] & {
                    /** @enum {unknown} */
                    title?: "The request is not valid.";
                };
            };
        };
        /** @description The name in the path breaks the rule of names. */
        InvalidName: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["FieldProblem"] & {
                    /** @enum {unknown} */
                    title?: "The request is not valid.";
                };
            };
        };
        /** @description A page of another site sent the request in a visitor's name. */
        OtherSite: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    title?: "The request comes from another site.";
                };
            };
        };
        /** @description The owner has as many stores as an owner may have, or a page of another site sent the request. */
        OwnerFull: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    title?: "The owner has too many stores." | "The request comes from another site.";
                };
            };
        };
        /** @description There is no such store. */
        NoStore: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    title?: "There is no such store.";
                };
            };
        };
        /** @description There is no such store; with the receipt of its deletion where there was one. */
        StoreGone: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    title?: "There is no such store.";
                };
            };
        };
        /** @description There is no such sweep, or its report is not kept any more. */
        NoSweep: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    title?: "There is no such sweep.";
                };
            };
        };
        /** @description There is no such file. */
        NoFile: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    title?: "There is no such file.";
                };
            };
        };
        /** @description There is a store of that name. */
        NameTaken: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["FieldProblem"] & {
                    /** @enum {unknown} */
                    title?: "The name is taken.";
                };
            };
        };
        /** @description Another operation runs, or the store is in no state for this one. */
        WrongState: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    title?: "The store is in no state for that.";
                };
            };
        };
        /** @description No deletion waits for the namespace, or the namespace or the app's right in it has gone. */
        NotStrippable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    title?: "The store is in no state for that." | "The finalizers could not be stripped.";
                };
            };
        };
        /** @description A sweep runs; `Location` says which. */
        SweepRuns: {
            headers: {
                Location: components["headers"]["Location"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    title?: "A sweep runs already.";
                };
            };
        };
        /** @description The body is longer than 64 KiB. */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["FieldProblem"] & {
                    /** @enum {unknown} */
                    title?: "The body is too large.";
                };
            };
        };
        /** @description There is a body, and its content type is not JSON. */
        NotJson: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["FieldProblem"] & {
                    /** @enum {unknown} */
                    title?: "The body is not JSON.";
                };
            };
        };
        /** @description Where no key is asked for, a request for a host name that the app is not known by. */
        OtherName: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["FieldProblem"] & {
                    /** @enum {unknown} */
                    title?: "The app is not known by that name.";
                };
            };
        };
        /** @description The `Idempotency-Key` came with another request before. */
        KeyReused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["FieldProblem"] & {
                    /** @enum {unknown} */
                    title?: "The key was used before.";
                };
            };
        };
        /** @description The owner's latest store is too new, or as many stores wait for a slot as may. */
        TooMany: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    title?: "The owner's latest store is too new." | "The queue is full.";
                };
            };
        };
        /** @description As many stores wait for a slot as may. */
        QueueFull: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    title?: "The queue is full.";
                };
            };
        };
        /** @description The app failed unforeseen; the host answers for it. */
        Failed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    title?: "Function failed";
                };
            };
        };
        /** @description The app could not decide, or failed unforeseen. */
        Undecided: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    title?: "The request could not be decided." | "Function failed";
                };
            };
        };
        /** @description The cluster refused, or could not be reached. */
        StripFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    title?: "The finalizers could not be stripped.";
                };
            };
        };
        /** @description The app is starting, or ended while it worked on the request. */
        HostUnavailable: {
            headers: {
                "Retry-After": components["headers"]["HostRetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    title?: "Service unavailable";
                };
            };
        };
        /** @description The durable state cannot be read now, or the app is starting. */
        Unreachable: {
            headers: {
                "Retry-After": components["headers"]["HostRetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    title?: "The state cannot be reached." | "Service unavailable";
                };
            };
        };
        /**
         * @description The durable state cannot be asked, or did not answer in time, or the app is starting. The request may
         *     still be carried out.
         */
        Undecidable: {
            headers: {
                "Retry-After": components["headers"]["HostRetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    title?: "The state cannot be reached." | "The decision did not come in time." | "Service unavailable";
                };
            };
        };
    };
    parameters: {
        /**
         * @description The store's name.
         * @example demo
         */
        StoreName: components["schemas"]["StoreName"];
        /**
         * @description The sweep's id, as `Location` and the list have it.
         * @example sweep-0f7c2a9d4b1e4c6f8a3d5e7b9c0d1f2a
         */
        SweepId: string;
        /**
         * @description The file, as a page names it.
         * @example index-Bq3vXk2a.js
         */
        AssetPath: string;
        /**
         * @description By which the request is known again when it is sent again: 1 to 255 printable ASCII characters without
         *     spaces, a new one for each new request.
         * @example 8d9b4c52-create-demo
         */
        IdempotencyKey: string;
    };
    requestBodies: {
        /** @description None, or an object without fields. */
        NoFields: {
            content: {
                "application/json": components["schemas"]["NoFields"];
            };
        };
        /** @description The store. */
        StoreRequest: {
            content: {
                "application/json": components["schemas"]["StoreRequest"];
            };
        };
        /** @description Why, and until when; without a body for no reason and for ever. */
        RepairPauseRequest: {
            content: {
                "application/json": components["schemas"]["RepairPauseRequest"];
            };
        };
        /** @description What is to be confirmed. */
        StripRequest: {
            content: {
                "application/json": components["schemas"]["StripRequest"];
            };
        };
        /** @description Without a body it is no dry run. */
        SweepRequest: {
            content: {
                "application/json": components["schemas"]["SweepRequest"];
            };
        };
    };
    headers: {
        /**
         * @description Where to read what becomes of it.
         * @example /api/stores/demo
         */
        Location: string;
        /**
         * @description After how many seconds to look or ask again.
         * @example 2
         */
        RetryAfter: number;
        /**
         * @description After how many seconds to ask again, where the host knows.
         * @example 1
         */
        HostRetryAfter: number;
        /**
         * @description Pages are asked for anew each time, and the files that they name are kept.
         * @example no-cache
         */
        CacheControl: "no-cache" | "public, max-age=31536000, immutable";
        /** @description Nothing but the app's own files, no inline script and no inline style. */
        ContentSecurityPolicy: string;
        /**
         * @description When the file was made, for a later `If-Modified-Since`.
         * @example Thu, 31 Dec 2026 23:59:59 GMT
         */
        LastModified: string;
        /** @description Links tell nobody where they were followed. */
        ReferrerPolicy: "no-referrer";
        /** @description The content type is what it says. */
        NoSniff: "nosniff";
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listStores: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stores. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreList"];
                };
            };
            401: components["responses"]["NoKey"];
            403: components["responses"]["OtherSite"];
            421: components["responses"]["OtherName"];
            500: components["responses"]["Failed"];
            503: components["responses"]["Unreachable"];
        };
    };
    createStore: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description By which the request is known again when it is sent again: 1 to 255 printable ASCII characters without
                 *     spaces, a new one for each new request.
                 * @example 8d9b4c52-create-demo
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["StoreRequest"];
        responses: {
            /** @description It begins. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Store"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NoKey"];
            403: components["responses"]["OwnerFull"];
            409: components["responses"]["NameTaken"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            421: components["responses"]["OtherName"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Undecided"];
            503: components["responses"]["Undecidable"];
        };
    };
    getStore: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The store's name.
                 * @example demo
                 */
                name: components["parameters"]["StoreName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The store. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Store"];
                };
            };
            400: components["responses"]["InvalidName"];
            401: components["responses"]["NoKey"];
            403: components["responses"]["OtherSite"];
            404: components["responses"]["StoreGone"];
            421: components["responses"]["OtherName"];
            500: components["responses"]["Failed"];
            503: components["responses"]["Unreachable"];
        };
    };
    removeStore: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description By which the request is known again when it is sent again: 1 to 255 printable ASCII characters without
                 *     spaces, a new one for each new request.
                 * @example 8d9b4c52-create-demo
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The store's name.
                 * @example demo
                 */
                name: components["parameters"]["StoreName"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["NoFields"];
        responses: {
            /** @description It begins, or runs already. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Store"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NoKey"];
            403: components["responses"]["OtherSite"];
            404: components["responses"]["NoStore"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            421: components["responses"]["OtherName"];
            422: components["responses"]["KeyReused"];
            500: components["responses"]["Undecided"];
            503: components["responses"]["Undecidable"];
        };
    };
    cancelStore: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description By which the request is known again when it is sent again: 1 to 255 printable ASCII characters without
                 *     spaces, a new one for each new request.
                 * @example 8d9b4c52-create-demo
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The store's name.
                 * @example demo
                 */
                name: components["parameters"]["StoreName"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["NoFields"];
        responses: {
            /** @description It is being stopped. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Store"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NoKey"];
            403: components["responses"]["OtherSite"];
            404: components["responses"]["NoStore"];
            409: components["responses"]["WrongState"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            421: components["responses"]["OtherName"];
            422: components["responses"]["KeyReused"];
            500: components["responses"]["Undecided"];
            503: components["responses"]["Undecidable"];
        };
    };
    retryStore: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description By which the request is known again when it is sent again: 1 to 255 printable ASCII characters without
                 *     spaces, a new one for each new request.
                 * @example 8d9b4c52-create-demo
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The store's name.
                 * @example demo
                 */
                name: components["parameters"]["StoreName"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["NoFields"];
        responses: {
            /** @description It begins. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Store"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NoKey"];
            403: components["responses"]["OtherSite"];
            404: components["responses"]["NoStore"];
            409: components["responses"]["WrongState"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            421: components["responses"]["OtherName"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["QueueFull"];
            500: components["responses"]["Undecided"];
            503: components["responses"]["Undecidable"];
        };
    };
    requestUpgrade: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description By which the request is known again when it is sent again: 1 to 255 printable ASCII characters without
                 *     spaces, a new one for each new request.
                 * @example 8d9b4c52-create-demo
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The store's name.
                 * @example demo
                 */
                name: components["parameters"]["StoreName"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["NoFields"];
        responses: {
            /** @description It begins. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Store"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NoKey"];
            403: components["responses"]["OtherSite"];
            404: components["responses"]["NoStore"];
            409: components["responses"]["WrongState"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            421: components["responses"]["OtherName"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["QueueFull"];
            500: components["responses"]["Undecided"];
            503: components["responses"]["Undecidable"];
        };
    };
    requestRepair: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description By which the request is known again when it is sent again: 1 to 255 printable ASCII characters without
                 *     spaces, a new one for each new request.
                 * @example 8d9b4c52-create-demo
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The store's name.
                 * @example demo
                 */
                name: components["parameters"]["StoreName"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["NoFields"];
        responses: {
            /** @description It begins. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Store"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NoKey"];
            403: components["responses"]["OtherSite"];
            404: components["responses"]["NoStore"];
            409: components["responses"]["WrongState"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            421: components["responses"]["OtherName"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["QueueFull"];
            500: components["responses"]["Undecided"];
            503: components["responses"]["Undecidable"];
        };
    };
    pauseRepair: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The store's name.
                 * @example demo
                 */
                name: components["parameters"]["StoreName"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["RepairPauseRequest"];
        responses: {
            /** @description The store as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Store"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NoKey"];
            403: components["responses"]["OtherSite"];
            404: components["responses"]["StoreGone"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            421: components["responses"]["OtherName"];
            500: components["responses"]["Undecided"];
            503: components["responses"]["Undecidable"];
        };
    };
    resumeRepair: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The store's name.
                 * @example demo
                 */
                name: components["parameters"]["StoreName"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["NoFields"];
        responses: {
            /** @description The store as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Store"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NoKey"];
            403: components["responses"]["OtherSite"];
            404: components["responses"]["StoreGone"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            421: components["responses"]["OtherName"];
            500: components["responses"]["Undecided"];
            503: components["responses"]["Undecidable"];
        };
    };
    stripStoreFinalizers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The store's name.
                 * @example demo
                 */
                name: components["parameters"]["StoreName"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["StripRequest"];
        responses: {
            /** @description What was stripped, and what was not. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StripResult"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NoKey"];
            403: components["responses"]["OtherSite"];
            404: components["responses"]["NoStore"];
            409: components["responses"]["NotStrippable"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            421: components["responses"]["OtherName"];
            500: components["responses"]["Undecided"];
            502: components["responses"]["StripFailed"];
            503: components["responses"]["Undecidable"];
        };
    };
    getQueue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The queue. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"];
                };
            };
            401: components["responses"]["NoKey"];
            403: components["responses"]["OtherSite"];
            421: components["responses"]["OtherName"];
            500: components["responses"]["Failed"];
            503: components["responses"]["Unreachable"];
        };
    };
    listSweeps: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sweeps. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SweepList"];
                };
            };
            401: components["responses"]["NoKey"];
            403: components["responses"]["OtherSite"];
            421: components["responses"]["OtherName"];
            500: components["responses"]["Failed"];
            503: components["responses"]["Unreachable"];
        };
    };
    startSweep: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["SweepRequest"];
        responses: {
            /** @description It begins. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sweep"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NoKey"];
            403: components["responses"]["OtherSite"];
            409: components["responses"]["SweepRuns"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            421: components["responses"]["OtherName"];
            500: components["responses"]["Undecided"];
            503: components["responses"]["Undecidable"];
        };
    };
    getSweep: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The sweep's id, as `Location` and the list have it.
                 * @example sweep-0f7c2a9d4b1e4c6f8a3d5e7b9c0d1f2a
                 */
                id: components["parameters"]["SweepId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sweep. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sweep"];
                };
            };
            401: components["responses"]["NoKey"];
            403: components["responses"]["OtherSite"];
            404: components["responses"]["NoSweep"];
            421: components["responses"]["OtherName"];
            500: components["responses"]["Failed"];
            503: components["responses"]["Unreachable"];
        };
    };
    getComparison: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Both. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comparison"];
                };
            };
            401: components["responses"]["NoKey"];
            403: components["responses"]["OtherSite"];
            421: components["responses"]["OtherName"];
            500: components["responses"]["Failed"];
            503: components["responses"]["Unreachable"];
        };
    };
    startComparison: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["NoFields"];
        responses: {
            /** @description It was asked for. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComparisonRequested"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NoKey"];
            403: components["responses"]["OtherSite"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            421: components["responses"]["OtherName"];
            500: components["responses"]["Failed"];
            503: components["responses"]["Unreachable"];
        };
    };
    getContract: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contract. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                    "Last-Modified": components["headers"]["LastModified"];
                    "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                    "X-Content-Type-Options": components["headers"]["NoSniff"];
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": unknown;
                };
            };
            304: components["responses"]["NotModified"];
            403: components["responses"]["OtherSite"];
            404: components["responses"]["NoFile"];
            412: components["responses"]["ChangedSince"];
            421: components["responses"]["OtherName"];
            500: components["responses"]["Failed"];
            503: components["responses"]["HostUnavailable"];
        };
    };
    getContractPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                    "Last-Modified": components["headers"]["LastModified"];
                    "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                    "X-Content-Type-Options": components["headers"]["NoSniff"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": unknown;
                };
            };
            304: components["responses"]["NotModified"];
            403: components["responses"]["OtherSite"];
            404: components["responses"]["NoFile"];
            412: components["responses"]["ChangedSince"];
            421: components["responses"]["OtherName"];
            500: components["responses"]["Failed"];
            503: components["responses"]["HostUnavailable"];
        };
    };
    getPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                    "Last-Modified": components["headers"]["LastModified"];
                    "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                    "X-Content-Type-Options": components["headers"]["NoSniff"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": unknown;
                };
            };
            304: components["responses"]["NotModified"];
            403: components["responses"]["OtherSite"];
            404: components["responses"]["NoFile"];
            412: components["responses"]["ChangedSince"];
            421: components["responses"]["OtherName"];
            500: components["responses"]["Failed"];
            503: components["responses"]["HostUnavailable"];
        };
    };
    getPageAsset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The file, as a page names it.
                 * @example index-Bq3vXk2a.js
                 */
                path: components["parameters"]["AssetPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                    "Last-Modified": components["headers"]["LastModified"];
                    "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                    "X-Content-Type-Options": components["headers"]["NoSniff"];
                    [name: string]: unknown;
                };
                content: {
                    "text/javascript": unknown;
                    "text/css": unknown;
                    "image/svg+xml": unknown;
                };
            };
            304: components["responses"]["NotModified"];
            403: components["responses"]["OtherSite"];
            404: components["responses"]["NoFile"];
            412: components["responses"]["ChangedSince"];
            421: components["responses"]["OtherName"];
            500: components["responses"]["Failed"];
            503: components["responses"]["HostUnavailable"];
        };
    };
}
type WithRequired<T, K extends keyof T> = T & {
    [P in K]-?: T[P];
};
