// Written by npm run client:types.
export interface paths {
    "/api/jobs/watch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch jobs change
         * @description Server-sent events. `added` and `modified` carry the job as JSON, `removed` only `{"id":…}`: the job
         *     was let go by retention, or does not match any more. `bookmark` carries nothing and moves the cursor, at least every 15
         *     seconds. The `id` of an event is its revision: after a break go on with it as `Last-Event-ID` (which an `EventSource` does
         *     by itself) or `after`, at any replica, and nothing is missed.
         *
         *     Without either the stream opens with the matching jobs as `added`, which have no `id`: a client that loses the connection
         *     before the first bookmark begins anew, and drops what it had. The better way is to list and follow the list's
         *     `_links.watch`.
         *
         *     Treat `added` and `modified` alike, and take a `removed` of a job you do not have for nothing: after the gateway's own
         *     restart it cannot tell what a job was before. Filters are those of a list; relative times count from the moment the stream
         *     is opened. `cut_off` is the last event of a client that does not read
         *     (`{"reason":"slow"|"behind","detail":…,"after":…}`); `after`, where it is there, is where to go on.
         */
        get: operations["watchJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List, filter, search, sort and count jobs
         * @description Answered from memory: a backend that is down never fails a list, it is named in `stale_sources`. Every scalar field of a job is a filter; different fields must all match. A value is one or several alternatives joined by `|`: a plain value, `null` (absent), `<`, `<=`, `>`, `>=` before one, or a range `a..b`, ends included. `*` in a text stands for anything; alone it asks any field for a value. `!` at the very beginning negates all alternatives, `!` before a later one that one. `"…"` and `{…}` quote: what is in them is plain text; in them a backslash takes the next character as it is. Text compares with regard to case. A time is an instant with its offset, a date (its first instant in UTC), `now`, or relative to now: `-2h` (`s`, `m`, `h`, `d`, `w`). An absent field meets `null` and negations only. Limits: 8,000 characters of query, 100 alternatives in a filter, 200 in all.
         */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Not offered: an action needs the id of one job */
        patch: operations["actOnJobs"];
        trace?: never;
    };
    "/api/jobs/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count jobs by the values of fields
         * @description Exact counts of what the filters match, answered from memory. Every scalar field of a job is a filter; different fields must all match. A value is one or several alternatives joined by `|`: a plain value, `null` (absent), `<`, `<=`, `>`, `>=` before one, or a range `a..b`, ends included. `*` in a text stands for anything; alone it asks any field for a value. `!` at the very beginning negates all alternatives, `!` before a later one that one. `"…"` and `{…}` quote: what is in them is plain text; in them a backslash takes the next character as it is. Text compares with regard to case. A time is an instant with its offset, a date (its first instant in UTC), `now`, or relative to now: `-2h` (`s`, `m`, `h`, `d`, `w`). An absent field meets `null` and negations only. Limits: 8,000 characters of query, 100 alternatives in a filter, 200 in all.
         */
        get: operations["summarizeJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one job, or wait for its end
         * @description A job the gateway does not hold yet is asked for at its source. With `wait` the answer is held until the job has ended, and the job is polled alone every second meanwhile; `terminal` says whether it has.
         */
        get: operations["getJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Pause, resume or cancel a job
         * @description Sent to the backend once and never repeated. `requested` and `actions` of the job say what came of it.
         */
        patch: operations["actOnJob"];
        trace?: never;
    };
    "/api/cluster/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List jobs in ONTAP's shape */
        get: operations["listOntapJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Pause, resume or cancel every match
         * @description At least one filter is required, and at most 100 jobs may match. Each is asked once; a problem is that of the first job that did not accept, and its `num_records` counts those that did.
         */
        patch: operations["actOnOntapJobs"];
        trace?: never;
    };
    "/api/cluster/jobs/{uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one job in ONTAP's shape
         * @description A job that is not held is asked for: at its source, or with a bare UUID at every ONTAP source.
         */
        get: operations["getOntapJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Pause, resume or cancel a job */
        patch: operations["actOnOntapJob"];
        trace?: never;
    };
    "/api/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How every configured backend fares */
        get: operations["listSources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sources/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How one backend fares */
        get: operations["getSource"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sources/{name}/poll": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Poll a backend now
         * @description Answers when the poll is over; whoever else asks meanwhile shares it. `status` says what came of it.
         */
        post: operations["pollSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process answers */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether reads are answered from a view that follows the log
         * @description A store that is away does not end readiness: `details.store.answers` is then false.
         */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Numbers of this replica for Prometheus */
        get: operations["getMetrics"];
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
        /** @description A job, whole. */
        Job: {
            /**
             * @description `<source name>~<native id>`; safe in a URL path as it stands.
             * @example east~1cd8a442-86d1-11e0-ae1c-123478563412
             */
            id: string;
            /** @description The backend's own id: `uuid` of ONTAP, `id` of Service Engine, `key` of Unified Manager. */
            native_id: string;
            /** @description The configured backend the job was seen on. */
            source: {
                /**
                 * @description Name of the source.
                 * @example east
                 */
                name: string;
                /**
                 * @description Backend family.
                 * @enum {string}
                 */
                kind: "ontap" | "service-engine" | "unified-manager";
                /** @description As configured. */
                labels: {
                    [key: string]: string;
                };
            };
            /**
             * @description The same words for all backends. `queued`: accepted, not started; `running`: under way; ONTAP says so while it pauses or cancels, too; `paused`: held, can be resumed; `success`: ended well; `warning`: ended well, with a warning; `partial_failure`: ended, part of the work failed; `failure`: ended badly; `error` and `message` say why; `cancelled`: ended because somebody asked for it; `unknown`: the backend used a word nobody knows, or (with `gone`) the job vanished before its end was seen.
             * @enum {string}
             */
            state: "queued" | "running" | "paused" | "success" | "warning" | "partial_failure" | "failure" | "cancelled" | "unknown";
            /** @description The job has ended, or vanished; its state does not change any more. */
            terminal: boolean;
            /**
             * @description The backend's own word, or `state/status` where it splits it.
             * @example running
             */
            native_state: string;
            /** @description What kind of work it is, where the backend says so. */
            type?: string;
            /**
             * @description What the job does.
             * @example POST /api/storage/volumes
             */
            description?: string;
            /** @description Progress or outcome in words. */
            message?: string;
            /** @description The backend's result code; 0 is none. */
            code?: number;
            /** @description Why the job failed; on failed jobs only. */
            error?: {
                /** @description The backend's error code. */
                code: string;
                /** @description What went wrong. */
                message: string;
                /** @description What it went wrong with. */
                target?: string;
                /** @description Arguments of the message. */
                arguments: {
                    /** @description Its code. */
                    code: string;
                    /** @description Its value. */
                    message: string;
                }[];
            };
            /**
             * Format: date-time
             * @description When it was submitted, as the backend reports.
             * @example 2026-01-02T03:04:05.000Z
             */
            submit_time?: string;
            /**
             * Format: date-time
             * @description When it started, as the backend reports.
             * @example 2026-01-02T03:04:05.000Z
             */
            start_time?: string;
            /**
             * Format: date-time
             * @description When it ended, as the backend reports.
             * @example 2026-01-02T03:04:05.000Z
             */
            end_time?: string;
            /**
             * Format: date-time
             * @description Submit time, else start time, else when first observed; lists are ordered by it, newest first.
             * @example 2026-01-02T03:04:05.000Z
             */
            created_time: string;
            /**
             * Format: date-time
             * @description When the gateway first observed it, by the gateway's clock.
             * @example 2026-01-02T03:04:05.000Z
             */
            first_seen_time: string;
            /**
             * Format: date-time
             * @description When this record last changed, by the gateway's clock.
             * @example 2026-01-02T03:04:05.000Z
             */
            updated_time: string;
            /** @description End minus start. */
            duration_seconds?: number;
            /** @description The SVM it belongs to. */
            svm?: {
                /** @description Its name. */
                name?: string;
                /** @description Its UUID. */
                uuid?: string;
                /** @description Its id, where the backend does not use UUIDs. */
                id?: string;
                /** @description What it is, where that is not plain. */
                type?: string;
            };
            /** @description The node that runs it. */
            node?: {
                /** @description Its name. */
                name?: string;
                /** @description Its UUID. */
                uuid?: string;
                /** @description Its id, where the backend does not use UUIDs. */
                id?: string;
                /** @description What it is, where that is not plain. */
                type?: string;
            };
            /** @description The tenant it belongs to. */
            tenant?: {
                /** @description Its name. */
                name?: string;
                /** @description Its UUID. */
                uuid?: string;
                /** @description Its id, where the backend does not use UUIDs. */
                id?: string;
                /** @description What it is, where that is not plain. */
                type?: string;
            };
            /** @description Who started it. */
            user?: {
                /** @description Its name. */
                name?: string;
                /** @description Its UUID. */
                uuid?: string;
                /** @description Its id, where the backend does not use UUIDs. */
                id?: string;
                /** @description What it is, where that is not plain. */
                type?: string;
            };
            /** @description What it works on. */
            object?: {
                /** @description Its name. */
                name?: string;
                /** @description Its UUID. */
                uuid?: string;
                /** @description Its id, where the backend does not use UUIDs. */
                id?: string;
                /** @description What it is, where that is not plain. */
                type?: string;
            };
            /** @description Native id of the job that started this one. */
            parent_id?: string;
            /** @description How many jobs this one has started, by state. */
            spawned?: {
                /** @description All of them. */
                total?: number;
                /** @description Still running. */
                running?: number;
                /** @description Ended, whatever way. */
                completed?: number;
                /** @description Ended well. */
                successful?: number;
                /** @description Ended badly. */
                failed?: number;
                /** @description Ended because somebody asked for it. */
                aborted?: number;
            };
            /** @description The steps of the job. */
            tasks?: {
                /** @description The backend's id of the step. */
                native_id: string;
                /** @description Its name. */
                name?: string;
                /**
                 * @description As for jobs.
                 * @enum {string}
                 */
                state: "queued" | "running" | "paused" | "success" | "warning" | "partial_failure" | "failure" | "cancelled" | "unknown";
                /** @description The backend's own word. */
                native_state: string;
                /** @description Progress or outcome in words. */
                message?: string;
                /**
                 * Format: date-time
                 * @description When it started.
                 * @example 2026-01-02T03:04:05.000Z
                 */
                start_time?: string;
                /**
                 * Format: date-time
                 * @description When it ended.
                 * @example 2026-01-02T03:04:05.000Z
                 */
                end_time?: string;
            }[];
            /** @description What the job brought forth. */
            results?: {
                /** @description Its name. */
                name: string;
                /** @description Its value. */
                value: string;
            }[];
            /** @description One higher each time the backend re-runs a finished job. */
            attempt: number;
            /** @description The backend no longer knows the job. */
            gone: boolean;
            /** @description The last action sent through the gateway and what came of it. */
            requested?: {
                /**
                 * @description What was asked.
                 * @enum {string}
                 */
                action: "pause" | "resume" | "cancel";
                /** @description Who asked. */
                by: string;
                /**
                 * Format: date-time
                 * @description When.
                 * @example 2026-01-02T03:04:05.000Z
                 */
                time: string;
                /**
                 * @description `accepted`: not seen to take effect yet; `unknown`: the answer was lost.
                 * @enum {string}
                 */
                outcome: "accepted" | "done" | "refused" | "unknown";
            };
            /** @description What can be asked of it now, and why not. */
            actions: {
                /**
                 * @description Its name.
                 * @enum {string}
                 */
                name: "pause" | "resume" | "cancel";
                /** @description It can be asked now. */
                allowed: boolean;
                /** @description Why not. */
                reason?: string;
            }[];
            /** @description Where to go from here. */
            _links: {
                /** @description A link. */
                self: {
                    /** @description A path on this server. */
                    href: string;
                };
                /** @description A link. */
                source: {
                    /** @description A path on this server. */
                    href: string;
                };
            };
        };
        /** @description What `fields` chose of a job; without `fields` it is a whole `Job`. */
        JobPart: {
            /**
             * @description `<source name>~<native id>`; safe in a URL path as it stands.
             * @example east~1cd8a442-86d1-11e0-ae1c-123478563412
             */
            id: string;
            /** @description The backend's own id: `uuid` of ONTAP, `id` of Service Engine, `key` of Unified Manager. */
            native_id?: string;
            /** @description The configured backend the job was seen on. */
            source?: {
                /**
                 * @description Name of the source.
                 * @example east
                 */
                name?: string;
                /**
                 * @description Backend family.
                 * @enum {string}
                 */
                kind?: "ontap" | "service-engine" | "unified-manager";
                /** @description As configured. */
                labels?: {
                    [key: string]: string;
                };
            };
            /**
             * @description The same words for all backends. `queued`: accepted, not started; `running`: under way; ONTAP says so while it pauses or cancels, too; `paused`: held, can be resumed; `success`: ended well; `warning`: ended well, with a warning; `partial_failure`: ended, part of the work failed; `failure`: ended badly; `error` and `message` say why; `cancelled`: ended because somebody asked for it; `unknown`: the backend used a word nobody knows, or (with `gone`) the job vanished before its end was seen.
             * @enum {string}
             */
            state?: "queued" | "running" | "paused" | "success" | "warning" | "partial_failure" | "failure" | "cancelled" | "unknown";
            /** @description The job has ended, or vanished; its state does not change any more. */
            terminal?: boolean;
            /**
             * @description The backend's own word, or `state/status` where it splits it.
             * @example running
             */
            native_state?: string;
            /** @description What kind of work it is, where the backend says so. */
            type?: string;
            /**
             * @description What the job does.
             * @example POST /api/storage/volumes
             */
            description?: string;
            /** @description Progress or outcome in words. */
            message?: string;
            /** @description The backend's result code; 0 is none. */
            code?: number;
            /** @description Why the job failed; on failed jobs only. */
            error?: {
                /** @description The backend's error code. */
                code?: string;
                /** @description What went wrong. */
                message?: string;
                /** @description What it went wrong with. */
                target?: string;
                /** @description Arguments of the message. */
                arguments?: {
                    /** @description Its code. */
                    code?: string;
                    /** @description Its value. */
                    message?: string;
                }[];
            };
            /**
             * Format: date-time
             * @description When it was submitted, as the backend reports.
             * @example 2026-01-02T03:04:05.000Z
             */
            submit_time?: string;
            /**
             * Format: date-time
             * @description When it started, as the backend reports.
             * @example 2026-01-02T03:04:05.000Z
             */
            start_time?: string;
            /**
             * Format: date-time
             * @description When it ended, as the backend reports.
             * @example 2026-01-02T03:04:05.000Z
             */
            end_time?: string;
            /**
             * Format: date-time
             * @description Submit time, else start time, else when first observed; lists are ordered by it, newest first.
             * @example 2026-01-02T03:04:05.000Z
             */
            created_time?: string;
            /**
             * Format: date-time
             * @description When the gateway first observed it, by the gateway's clock.
             * @example 2026-01-02T03:04:05.000Z
             */
            first_seen_time?: string;
            /**
             * Format: date-time
             * @description When this record last changed, by the gateway's clock.
             * @example 2026-01-02T03:04:05.000Z
             */
            updated_time?: string;
            /** @description End minus start. */
            duration_seconds?: number;
            /** @description The SVM it belongs to. */
            svm?: {
                /** @description Its name. */
                name?: string;
                /** @description Its UUID. */
                uuid?: string;
                /** @description Its id, where the backend does not use UUIDs. */
                id?: string;
                /** @description What it is, where that is not plain. */
                type?: string;
            };
            /** @description The node that runs it. */
            node?: {
                /** @description Its name. */
                name?: string;
                /** @description Its UUID. */
                uuid?: string;
                /** @description Its id, where the backend does not use UUIDs. */
                id?: string;
                /** @description What it is, where that is not plain. */
                type?: string;
            };
            /** @description The tenant it belongs to. */
            tenant?: {
                /** @description Its name. */
                name?: string;
                /** @description Its UUID. */
                uuid?: string;
                /** @description Its id, where the backend does not use UUIDs. */
                id?: string;
                /** @description What it is, where that is not plain. */
                type?: string;
            };
            /** @description Who started it. */
            user?: {
                /** @description Its name. */
                name?: string;
                /** @description Its UUID. */
                uuid?: string;
                /** @description Its id, where the backend does not use UUIDs. */
                id?: string;
                /** @description What it is, where that is not plain. */
                type?: string;
            };
            /** @description What it works on. */
            object?: {
                /** @description Its name. */
                name?: string;
                /** @description Its UUID. */
                uuid?: string;
                /** @description Its id, where the backend does not use UUIDs. */
                id?: string;
                /** @description What it is, where that is not plain. */
                type?: string;
            };
            /** @description Native id of the job that started this one. */
            parent_id?: string;
            /** @description How many jobs this one has started, by state. */
            spawned?: {
                /** @description All of them. */
                total?: number;
                /** @description Still running. */
                running?: number;
                /** @description Ended, whatever way. */
                completed?: number;
                /** @description Ended well. */
                successful?: number;
                /** @description Ended badly. */
                failed?: number;
                /** @description Ended because somebody asked for it. */
                aborted?: number;
            };
            /** @description The steps of the job. */
            tasks?: {
                /** @description The backend's id of the step. */
                native_id?: string;
                /** @description Its name. */
                name?: string;
                /**
                 * @description As for jobs.
                 * @enum {string}
                 */
                state?: "queued" | "running" | "paused" | "success" | "warning" | "partial_failure" | "failure" | "cancelled" | "unknown";
                /** @description The backend's own word. */
                native_state?: string;
                /** @description Progress or outcome in words. */
                message?: string;
                /**
                 * Format: date-time
                 * @description When it started.
                 * @example 2026-01-02T03:04:05.000Z
                 */
                start_time?: string;
                /**
                 * Format: date-time
                 * @description When it ended.
                 * @example 2026-01-02T03:04:05.000Z
                 */
                end_time?: string;
            }[];
            /** @description What the job brought forth. */
            results?: {
                /** @description Its name. */
                name?: string;
                /** @description Its value. */
                value?: string;
            }[];
            /** @description One higher each time the backend re-runs a finished job. */
            attempt?: number;
            /** @description The backend no longer knows the job. */
            gone?: boolean;
            /** @description The last action sent through the gateway and what came of it. */
            requested?: {
                /**
                 * @description What was asked.
                 * @enum {string}
                 */
                action?: "pause" | "resume" | "cancel";
                /** @description Who asked. */
                by?: string;
                /**
                 * Format: date-time
                 * @description When.
                 * @example 2026-01-02T03:04:05.000Z
                 */
                time?: string;
                /**
                 * @description `accepted`: not seen to take effect yet; `unknown`: the answer was lost.
                 * @enum {string}
                 */
                outcome?: "accepted" | "done" | "refused" | "unknown";
            };
            /** @description What can be asked of it now, and why not. */
            actions?: {
                /**
                 * @description Its name.
                 * @enum {string}
                 */
                name?: "pause" | "resume" | "cancel";
                /** @description It can be asked now. */
                allowed?: boolean;
                /** @description Why not. */
                reason?: string;
            }[];
            /** @description Where to go from here. */
            _links?: {
                /** @description A link. */
                self?: {
                    /** @description A path on this server. */
                    href?: string;
                };
                /** @description A link. */
                source?: {
                    /** @description A path on this server. */
                    href?: string;
                };
            };
        };
        JobList: {
            /** @description One page. Absent with `return_records=false`. Without `fields`, whole jobs. */
            records?: components["schemas"]["JobPart"][];
            /** @description Number of jobs on this page; without records, of all matches. */
            num_records: number;
            /** @description Exact number of all matches. */
            total_records: number;
            /**
             * @description Place in the change log the answer belongs to.
             * @example 1795212000000-7
             */
            revision: string;
            /** @description Sources whose data is older than twice their interval. */
            stale_sources: {
                name: string;
                /** @description Absent where the source was never polled. */
                age_seconds?: number;
                reason: string;
            }[];
            /** @description Spans in which jobs may have come and gone unseen. */
            gaps: {
                source: string;
                /** Format: date-time */
                from: string;
                /**
                 * Format: date-time
                 * @description Absent while it lasts.
                 */
                to?: string;
            }[];
            /** @description This page, the next one, and the changes of these jobs from here on. */
            _links: {
                self: {
                    href: string;
                };
                next?: {
                    href: string;
                };
                watch: {
                    href: string;
                };
            };
        };
        JobSummary: {
            /** @description In the order of their values. Fields a group has no value for are left out. */
            groups: ({
                /** @description Exact number of jobs. */
                count: number;
            } & {
                [key: string]: string | number | boolean;
            })[];
            /** @description Exact number of all matches. */
            total: number;
            /**
             * @description Place in the change log the answer belongs to.
             * @example 1795212000000-7
             */
            revision: string;
            /** @description Sources whose data is older than twice their interval. */
            stale_sources: {
                name: string;
                /** @description Absent where the source was never polled. */
                age_seconds?: number;
                reason: string;
            }[];
            /** @description Spans in which jobs may have come and gone unseen. */
            gaps: {
                source: string;
                /** Format: date-time */
                from: string;
                /**
                 * Format: date-time
                 * @description Absent while it lasts.
                 */
                to?: string;
            }[];
        };
        /** @description A job, or what `fields` chose of it. */
        OntapJob: {
            /** @description Our job id, `<source name>~<native id>`. */
            uuid: string;
            /** @description What the job does. */
            description?: string;
            /**
             * @description `warning` is `success`; `partial_failure`, `cancelled` and an end that nobody saw are `failure`; a word nobody knows is `running`.
             * @enum {string}
             */
            state?: "queued" | "running" | "paused" | "success" | "failure";
            /** @description How it gets on, or what came of it; never empty on a failed job. */
            message?: string;
            /** @description The error code of a failed job; 0 is none. */
            code?: number;
            /**
             * Format: date-time
             * @description When it started.
             * @example 2026-01-02T03:04:05+00:00
             */
            start_time?: string;
            /**
             * Format: date-time
             * @description When it ended.
             * @example 2026-01-02T03:04:05+00:00
             */
            end_time?: string;
            /** @description The SVM it belongs to. */
            svm?: {
                name?: string;
                uuid?: string;
            };
            /** @description Why it failed; on failed jobs only. */
            error?: {
                /** @description What went wrong. */
                message?: string;
                /** @description A number. */
                code?: string;
                arguments?: {
                    code?: string;
                    message?: string;
                }[];
            };
            /** @description The node that runs it. */
            node?: {
                name?: string;
            };
            _links: {
                self?: {
                    /** @description A path on this server. */
                    href?: string;
                };
            };
        };
        Source: {
            /**
             * @description Its name in the configuration.
             * @example east
             */
            name: string;
            /**
             * @description Backend family.
             * @enum {string}
             */
            kind: "ontap" | "service-engine" | "unified-manager";
            /**
             * @description Origin of the backend.
             * @example https://cluster.example
             */
            url: string;
            /** @description As configured. */
            labels: {
                [key: string]: string;
            };
            /**
             * @description `starting`: not polled yet; `ok`: the last poll was good; `degraded`: the last poll failed or was partial, data is still within twice the interval; `failing`: data is older than twice the interval; `unauthorized`: the backend refuses our login
             * @enum {string}
             */
            status: "starting" | "ok" | "degraded" | "failing" | "unauthorized";
            /** @description One sentence that begins with the error's stable code; absent when ok. */
            reason?: string;
            /**
             * @description The backend's version, where it tells one.
             * @example 9.13.1
             */
            version?: string;
            /** @description Time between polls. */
            interval_seconds: number;
            /**
             * Format: date-time
             * @description When the last poll began.
             */
            last_poll_time?: string;
            /**
             * Format: date-time
             * @description When the last poll that succeeded whole began.
             */
            last_success_time?: string;
            /** @description Age of the data; absent before the first good poll. */
            age_seconds?: number;
            /**
             * Format: date-time
             * @description When the next poll begins.
             */
            next_poll_time?: string;
            /** @description Polls failed in a row. */
            consecutive_failures: number;
            /** @description The backend's clock minus ours. */
            clock_offset_seconds?: number;
            /** @description The replica that polls it, where it is this one. */
            polled_by?: string;
            /** @description Jobs held, by state; states without jobs are left out. */
            jobs: {
                queued?: number;
                running?: number;
                paused?: number;
                success?: number;
                warning?: number;
                partial_failure?: number;
                failure?: number;
                cancelled?: number;
                unknown?: number;
            };
            /** @description Spans in which jobs may have come and gone unseen, oldest first. */
            gaps: {
                /**
                 * Format: date-time
                 * @description Its beginning.
                 */
                from: string;
                /**
                 * Format: date-time
                 * @description Its end; absent while it lasts.
                 */
                to?: string;
            }[];
            _links: {
                self: {
                    href: string;
                };
                jobs: {
                    href: string;
                };
            };
        };
        Health: {
            /** @enum {string} */
            status: "ok";
            /** @description What is well. */
            info: {
                /** @description The index that reads are answered from. */
                view?: {
                    /** @enum {string} */
                    status: "up";
                    /** @description Jobs held. */
                    jobs: number;
                    /**
                     * @description Last change applied.
                     * @example 1795212000000-7
                     */
                    revision: string;
                };
                /** @description Where jobs rest. */
                store?: {
                    /** @enum {string} */
                    status: "up";
                    /** @description False while the store is away; reads go on. */
                    answers: boolean;
                };
            };
            /** @description What is not: nothing, as that is a problem. */
            error: Record<string, never>;
            /** @description All of it. */
            details: {
                /** @description The index that reads are answered from. */
                view?: {
                    /** @enum {string} */
                    status: "up";
                    /** @description Jobs held. */
                    jobs: number;
                    /**
                     * @description Last change applied.
                     * @example 1795212000000-7
                     */
                    revision: string;
                };
                /** @description Where jobs rest. */
                store?: {
                    /** @enum {string} */
                    status: "up";
                    /** @description False while the store is away; reads go on. */
                    answers: boolean;
                };
            };
        };
        /** @description A problem (RFC 9457) that also carries ONTAP's error envelope. */
        Problem: {
            /**
             * @description Link to what the problem means.
             * @example /docs/errors#job-not-found
             * @enum {string}
             */
            type: "/docs/errors#malformed-request" | "/docs/errors#malformed-id" | "/docs/errors#unknown-parameter" | "/docs/errors#duplicate-parameter" | "/docs/errors#empty-parameter" | "/docs/errors#invalid-parameter" | "/docs/errors#invalid-cursor" | "/docs/errors#malformed-body" | "/docs/errors#bulk-action" | "/docs/errors#unbounded-action" | "/docs/errors#too-many-matches" | "/docs/errors#unknown-route" | "/docs/errors#job-not-found" | "/docs/errors#source-not-found" | "/docs/errors#method-not-allowed" | "/docs/errors#unsupported-action" | "/docs/errors#request-timeout" | "/docs/errors#ambiguous-id" | "/docs/errors#job-ended" | "/docs/errors#action-conflict" | "/docs/errors#job-gone" | "/docs/errors#revision-gone" | "/docs/errors#body-too-large" | "/docs/errors#unsupported-media-type" | "/docs/errors#headers-too-large" | "/docs/errors#internal" | "/docs/errors#backend-unreachable" | "/docs/errors#backend-unauthorized" | "/docs/errors#backend-refused" | "/docs/errors#backend-malformed" | "/docs/errors#backend-failed" | "/docs/errors#backend-throttled" | "/docs/errors#store-unavailable" | "/docs/errors#not-ready" | "/docs/errors#outcome-unknown";
            /** @description The same for every problem of the type. */
            title: string;
            /** @description The HTTP status. */
            status: number;
            /** @description What happened this time, in one sentence. */
            detail: string;
            /** @description The path that was asked for, without its query. */
            instance?: string;
            /** @description The same as in the `X-Request-Id` header and in the log. */
            request_id: string;
            error: {
                /** @description ONTAP's error code for the case, or the backend's own. */
                code: string;
                /** @description The same as `detail`. */
                message: string;
                /** @description The parameter or path part at fault. */
                target?: string;
            };
            /** @description Ids to choose from (`ambiguous-id`). */
            candidates?: string[];
            /** @description How many jobs took the action all the same, where it was meant for every match of a query. */
            num_records?: number;
            /** @description Last known record (`job-gone`). */
            job?: components["schemas"]["Job"];
            /** @description Where to list the jobs and begin anew (`revision-gone`). */
            _links?: {
                list?: {
                    href: string;
                };
            };
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description Names the request in the log and in problems: the caller's own `X-Request-Id` where it sent one of up to 64 letters, digits, `.`, `_` and `-`, else a UUID. */
        "X-Request-Id": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    watchJobs: {
        parameters: {
            query?: {
                /** @description Filters by this field (enum). The same words for all backends. `queued`: accepted, not started; `running`: under way; ONTAP says so while it pauses or cancels, too; `paused`: held, can be resumed; `success`: ended well; `warning`: ended well, with a warning; `partial_failure`: ended, part of the work failed; `failure`: ended badly; `error` and `message` say why; `cancelled`: ended because somebody asked for it; `unknown`: the backend used a word nobody knows, or (with `gone`) the job vanished before its end was seen. One of queued, running, paused, success, warning, partial_failure, failure, cancelled, unknown. */
                state?: string;
                /** @description Filters by this field (enum). Backend family. One of ontap, service-engine, unified-manager. */
                "source.kind"?: string;
                /** @description Filters by this field (enum). What was asked. One of pause, resume, cancel. */
                "requested.action"?: string;
                /** @description Filters by this field (enum). `accepted`: not seen to take effect yet; `unknown`: the answer was lost. One of accepted, done, refused, unknown. */
                "requested.outcome"?: string;
                /** @description Filters by this field (text). `<source name>~<native id>`; safe in a URL path as it stands. */
                id?: string;
                /** @description Filters by this field (text). The backend's own id: `uuid` of ONTAP, `id` of Service Engine, `key` of Unified Manager. */
                native_id?: string;
                /** @description Filters by this field (text). Name of the source. */
                "source.name"?: string;
                /** @description Filters by this field (text). The backend's own word, or `state/status` where it splits it. */
                native_state?: string;
                /** @description Filters by this field (text). What kind of work it is, where the backend says so. */
                type?: string;
                /** @description Filters by this field (text). What the job does. */
                description?: string;
                /** @description Filters by this field (text). Progress or outcome in words. */
                message?: string;
                /** @description Filters by this field (text). The backend's error code. */
                "error.code"?: string;
                /** @description Filters by this field (text). What went wrong. */
                "error.message"?: string;
                /** @description Filters by this field (text). What it went wrong with. */
                "error.target"?: string;
                /** @description Filters by this field (text). Native id of the job that started this one. */
                parent_id?: string;
                /** @description Filters by this field (text). Who asked. */
                "requested.by"?: string;
                /** @description Filters by this field (text). Its name. */
                "svm.name"?: string;
                /** @description Filters by this field (text). Its UUID. */
                "svm.uuid"?: string;
                /** @description Filters by this field (text). Its id, where the backend does not use UUIDs. */
                "svm.id"?: string;
                /** @description Filters by this field (text). What it is, where that is not plain. */
                "svm.type"?: string;
                /** @description Filters by this field (text). Its name. */
                "node.name"?: string;
                /** @description Filters by this field (text). Its UUID. */
                "node.uuid"?: string;
                /** @description Filters by this field (text). Its id, where the backend does not use UUIDs. */
                "node.id"?: string;
                /** @description Filters by this field (text). What it is, where that is not plain. */
                "node.type"?: string;
                /** @description Filters by this field (text). Its name. */
                "tenant.name"?: string;
                /** @description Filters by this field (text). Its UUID. */
                "tenant.uuid"?: string;
                /** @description Filters by this field (text). Its id, where the backend does not use UUIDs. */
                "tenant.id"?: string;
                /** @description Filters by this field (text). What it is, where that is not plain. */
                "tenant.type"?: string;
                /** @description Filters by this field (text). Its name. */
                "user.name"?: string;
                /** @description Filters by this field (text). Its UUID. */
                "user.uuid"?: string;
                /** @description Filters by this field (text). Its id, where the backend does not use UUIDs. */
                "user.id"?: string;
                /** @description Filters by this field (text). What it is, where that is not plain. */
                "user.type"?: string;
                /** @description Filters by this field (text). Its name. */
                "object.name"?: string;
                /** @description Filters by this field (text). Its UUID. */
                "object.uuid"?: string;
                /** @description Filters by this field (text). Its id, where the backend does not use UUIDs. */
                "object.id"?: string;
                /** @description Filters by this field (text). What it is, where that is not plain. */
                "object.type"?: string;
                /** @description Filters by this field (number). The backend's result code; 0 is none. */
                code?: string;
                /** @description Filters by this field (number). End minus start. */
                duration_seconds?: string;
                /** @description Filters by this field (number). One higher each time the backend re-runs a finished job. */
                attempt?: string;
                /** @description Filters by this field (number). All of them. */
                "spawned.total"?: string;
                /** @description Filters by this field (number). Still running. */
                "spawned.running"?: string;
                /** @description Filters by this field (number). Ended, whatever way. */
                "spawned.completed"?: string;
                /** @description Filters by this field (number). Ended well. */
                "spawned.successful"?: string;
                /** @description Filters by this field (number). Ended badly. */
                "spawned.failed"?: string;
                /** @description Filters by this field (number). Ended because somebody asked for it. */
                "spawned.aborted"?: string;
                /** @description Filters by this field (time). Submit time, else start time, else when first observed; lists are ordered by it, newest first. */
                created_time?: string;
                /** @description Filters by this field (time). When it was submitted, as the backend reports. */
                submit_time?: string;
                /** @description Filters by this field (time). When it started, as the backend reports. */
                start_time?: string;
                /** @description Filters by this field (time). When it ended, as the backend reports. */
                end_time?: string;
                /** @description Filters by this field (time). When the gateway first observed it, by the gateway's clock. */
                first_seen_time?: string;
                /** @description Filters by this field (time). When this record last changed, by the gateway's clock. */
                updated_time?: string;
                /** @description Filters by this field (time). When. */
                "requested.time"?: string;
                /** @description Filters by this field (boolean). The job has ended, or vanished; its state does not change any more. */
                terminal?: string;
                /** @description Filters by this field (boolean). The backend no longer knows the job. */
                gone?: string;
                /** @description Filters by the label `site`; every other label is a filter under its own name likewise. */
                "source.labels.site"?: string;
                /** @description Text to be found in the description, message, error message or object name, without regard to case. `*` stands for anything, unless the whole is in double quotes. */
                query?: string;
                /** @description The revision of a list, or the id of an event: the stream begins with the change after it. */
                after?: string;
            };
            header?: {
                /** @description The id of the last event received. Counts before `after`. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream; it ends when the gateway stops, with a bookmark. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example retry: 2000
                     *
                     *     event: modified
                     *     id: 1795212000000-7
                     *     data: {"id":"east~1cd8a442-…","state":"success",…}
                     *
                     *     event: bookmark
                     *     id: 1795212000000-7
                     */
                    "text/event-stream": string;
                };
            };
            /**
             * @description `unknown-parameter`: The query holds a parameter that is not offered here.
             *
             *     `duplicate-parameter`: The query holds the same parameter more than once; values for one field are joined by `|`.
             *
             *     `empty-parameter`: A parameter needs a value and has none.
             *
             *     `invalid-parameter`: The value of a parameter is none of those that were expected.
             *
             *     `malformed-request`: What arrived is no HTTP request, or its URL is not well encoded.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive whole in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `revision-gone`: The changes after the revision are not kept here; `_links.list` lists the jobs, with a revision to go on from. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and headers together are longer than the server takes. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: A defect of the gateway itself; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-ready`: The gateway does not follow its store at the moment, so its answers may lag behind. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listJobs: {
        parameters: {
            query?: {
                /** @description Filters by this field (enum). The same words for all backends. `queued`: accepted, not started; `running`: under way; ONTAP says so while it pauses or cancels, too; `paused`: held, can be resumed; `success`: ended well; `warning`: ended well, with a warning; `partial_failure`: ended, part of the work failed; `failure`: ended badly; `error` and `message` say why; `cancelled`: ended because somebody asked for it; `unknown`: the backend used a word nobody knows, or (with `gone`) the job vanished before its end was seen. One of queued, running, paused, success, warning, partial_failure, failure, cancelled, unknown. */
                state?: string;
                /** @description Filters by this field (enum). Backend family. One of ontap, service-engine, unified-manager. */
                "source.kind"?: string;
                /** @description Filters by this field (enum). What was asked. One of pause, resume, cancel. */
                "requested.action"?: string;
                /** @description Filters by this field (enum). `accepted`: not seen to take effect yet; `unknown`: the answer was lost. One of accepted, done, refused, unknown. */
                "requested.outcome"?: string;
                /** @description Filters by this field (text). `<source name>~<native id>`; safe in a URL path as it stands. */
                id?: string;
                /** @description Filters by this field (text). The backend's own id: `uuid` of ONTAP, `id` of Service Engine, `key` of Unified Manager. */
                native_id?: string;
                /** @description Filters by this field (text). Name of the source. */
                "source.name"?: string;
                /** @description Filters by this field (text). The backend's own word, or `state/status` where it splits it. */
                native_state?: string;
                /** @description Filters by this field (text). What kind of work it is, where the backend says so. */
                type?: string;
                /** @description Filters by this field (text). What the job does. */
                description?: string;
                /** @description Filters by this field (text). Progress or outcome in words. */
                message?: string;
                /** @description Filters by this field (text). The backend's error code. */
                "error.code"?: string;
                /** @description Filters by this field (text). What went wrong. */
                "error.message"?: string;
                /** @description Filters by this field (text). What it went wrong with. */
                "error.target"?: string;
                /** @description Filters by this field (text). Native id of the job that started this one. */
                parent_id?: string;
                /** @description Filters by this field (text). Who asked. */
                "requested.by"?: string;
                /** @description Filters by this field (text). Its name. */
                "svm.name"?: string;
                /** @description Filters by this field (text). Its UUID. */
                "svm.uuid"?: string;
                /** @description Filters by this field (text). Its id, where the backend does not use UUIDs. */
                "svm.id"?: string;
                /** @description Filters by this field (text). What it is, where that is not plain. */
                "svm.type"?: string;
                /** @description Filters by this field (text). Its name. */
                "node.name"?: string;
                /** @description Filters by this field (text). Its UUID. */
                "node.uuid"?: string;
                /** @description Filters by this field (text). Its id, where the backend does not use UUIDs. */
                "node.id"?: string;
                /** @description Filters by this field (text). What it is, where that is not plain. */
                "node.type"?: string;
                /** @description Filters by this field (text). Its name. */
                "tenant.name"?: string;
                /** @description Filters by this field (text). Its UUID. */
                "tenant.uuid"?: string;
                /** @description Filters by this field (text). Its id, where the backend does not use UUIDs. */
                "tenant.id"?: string;
                /** @description Filters by this field (text). What it is, where that is not plain. */
                "tenant.type"?: string;
                /** @description Filters by this field (text). Its name. */
                "user.name"?: string;
                /** @description Filters by this field (text). Its UUID. */
                "user.uuid"?: string;
                /** @description Filters by this field (text). Its id, where the backend does not use UUIDs. */
                "user.id"?: string;
                /** @description Filters by this field (text). What it is, where that is not plain. */
                "user.type"?: string;
                /** @description Filters by this field (text). Its name. */
                "object.name"?: string;
                /** @description Filters by this field (text). Its UUID. */
                "object.uuid"?: string;
                /** @description Filters by this field (text). Its id, where the backend does not use UUIDs. */
                "object.id"?: string;
                /** @description Filters by this field (text). What it is, where that is not plain. */
                "object.type"?: string;
                /** @description Filters by this field (number). The backend's result code; 0 is none. */
                code?: string;
                /** @description Filters by this field (number). End minus start. */
                duration_seconds?: string;
                /** @description Filters by this field (number). One higher each time the backend re-runs a finished job. */
                attempt?: string;
                /** @description Filters by this field (number). All of them. */
                "spawned.total"?: string;
                /** @description Filters by this field (number). Still running. */
                "spawned.running"?: string;
                /** @description Filters by this field (number). Ended, whatever way. */
                "spawned.completed"?: string;
                /** @description Filters by this field (number). Ended well. */
                "spawned.successful"?: string;
                /** @description Filters by this field (number). Ended badly. */
                "spawned.failed"?: string;
                /** @description Filters by this field (number). Ended because somebody asked for it. */
                "spawned.aborted"?: string;
                /** @description Filters by this field (time). Submit time, else start time, else when first observed; lists are ordered by it, newest first. */
                created_time?: string;
                /** @description Filters by this field (time). When it was submitted, as the backend reports. */
                submit_time?: string;
                /** @description Filters by this field (time). When it started, as the backend reports. */
                start_time?: string;
                /** @description Filters by this field (time). When it ended, as the backend reports. */
                end_time?: string;
                /** @description Filters by this field (time). When the gateway first observed it, by the gateway's clock. */
                first_seen_time?: string;
                /** @description Filters by this field (time). When this record last changed, by the gateway's clock. */
                updated_time?: string;
                /** @description Filters by this field (time). When. */
                "requested.time"?: string;
                /** @description Filters by this field (boolean). The job has ended, or vanished; its state does not change any more. */
                terminal?: string;
                /** @description Filters by this field (boolean). The backend no longer knows the job. */
                gone?: string;
                /** @description Filters by the label `site`; every other label is a filter under its own name likewise. */
                "source.labels.site"?: string;
                /** @description Text to be found in the description, message, error message or object name, without regard to case. `*` stands for anything, unless the whole is in double quotes. */
                query?: string;
                /** @description Comma-separated paths of fields to serve, with dots and braces (`svm.{name,uuid}`); `!` before one leaves it out (`*,!tasks`). `id` always comes. */
                fields?: string;
                /** @description Up to 8 scalar fields, each with `asc` (unless said) or `desc`. Ties go by `id`, absent values come last either way, texts compare by their first 320 characters. */
                order_by?: string;
                /** @description Page size. More than 1,000 gives 1,000 and a `next` link. */
                max_records?: number;
                /** @description `false`: the count only, without `records`. */
                return_records?: boolean;
                /** @description The opaque cursor of a `next` link; goes with the filters, search and order of that link only. Relative times keep counting from the moment of the first page. */
                start?: string;
            };
            header?: {
                /** @description Entity tags of answers the client has (RFC 9110); 304 when one of them still holds. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of jobs, or their count. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Weak entity tag of the answer. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobList"];
                };
            };
            /** @description The answer the client has still holds; no body. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `unknown-parameter`: The query holds a parameter that is not offered here.
             *
             *     `duplicate-parameter`: The query holds the same parameter more than once; values for one field are joined by `|`.
             *
             *     `empty-parameter`: A parameter needs a value and has none.
             *
             *     `invalid-parameter`: The value of a parameter is none of those that were expected.
             *
             *     `invalid-cursor`: The `start` cursor was not made by this API, or belongs to another list.
             *
             *     `malformed-request`: What arrived is no HTTP request, or its URL is not well encoded.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive whole in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and headers together are longer than the server takes. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: A defect of the gateway itself; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    actOnJobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description `bulk-action`: Actions on every match of a filter are not offered: name one job in the path.
             *
             *     `malformed-body`: The body is not JSON, or holds something where nothing is expected.
             *
             *     `malformed-request`: What arrived is no HTTP request, or its URL is not well encoded.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive whole in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is longer than this API has any use for. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: Bodies are `application/json`. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and headers together are longer than the server takes. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: A defect of the gateway itself; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    summarizeJobs: {
        parameters: {
            query?: {
                /** @description Filters by this field (enum). The same words for all backends. `queued`: accepted, not started; `running`: under way; ONTAP says so while it pauses or cancels, too; `paused`: held, can be resumed; `success`: ended well; `warning`: ended well, with a warning; `partial_failure`: ended, part of the work failed; `failure`: ended badly; `error` and `message` say why; `cancelled`: ended because somebody asked for it; `unknown`: the backend used a word nobody knows, or (with `gone`) the job vanished before its end was seen. One of queued, running, paused, success, warning, partial_failure, failure, cancelled, unknown. */
                state?: string;
                /** @description Filters by this field (enum). Backend family. One of ontap, service-engine, unified-manager. */
                "source.kind"?: string;
                /** @description Filters by this field (enum). What was asked. One of pause, resume, cancel. */
                "requested.action"?: string;
                /** @description Filters by this field (enum). `accepted`: not seen to take effect yet; `unknown`: the answer was lost. One of accepted, done, refused, unknown. */
                "requested.outcome"?: string;
                /** @description Filters by this field (text). `<source name>~<native id>`; safe in a URL path as it stands. */
                id?: string;
                /** @description Filters by this field (text). The backend's own id: `uuid` of ONTAP, `id` of Service Engine, `key` of Unified Manager. */
                native_id?: string;
                /** @description Filters by this field (text). Name of the source. */
                "source.name"?: string;
                /** @description Filters by this field (text). The backend's own word, or `state/status` where it splits it. */
                native_state?: string;
                /** @description Filters by this field (text). What kind of work it is, where the backend says so. */
                type?: string;
                /** @description Filters by this field (text). What the job does. */
                description?: string;
                /** @description Filters by this field (text). Progress or outcome in words. */
                message?: string;
                /** @description Filters by this field (text). The backend's error code. */
                "error.code"?: string;
                /** @description Filters by this field (text). What went wrong. */
                "error.message"?: string;
                /** @description Filters by this field (text). What it went wrong with. */
                "error.target"?: string;
                /** @description Filters by this field (text). Native id of the job that started this one. */
                parent_id?: string;
                /** @description Filters by this field (text). Who asked. */
                "requested.by"?: string;
                /** @description Filters by this field (text). Its name. */
                "svm.name"?: string;
                /** @description Filters by this field (text). Its UUID. */
                "svm.uuid"?: string;
                /** @description Filters by this field (text). Its id, where the backend does not use UUIDs. */
                "svm.id"?: string;
                /** @description Filters by this field (text). What it is, where that is not plain. */
                "svm.type"?: string;
                /** @description Filters by this field (text). Its name. */
                "node.name"?: string;
                /** @description Filters by this field (text). Its UUID. */
                "node.uuid"?: string;
                /** @description Filters by this field (text). Its id, where the backend does not use UUIDs. */
                "node.id"?: string;
                /** @description Filters by this field (text). What it is, where that is not plain. */
                "node.type"?: string;
                /** @description Filters by this field (text). Its name. */
                "tenant.name"?: string;
                /** @description Filters by this field (text). Its UUID. */
                "tenant.uuid"?: string;
                /** @description Filters by this field (text). Its id, where the backend does not use UUIDs. */
                "tenant.id"?: string;
                /** @description Filters by this field (text). What it is, where that is not plain. */
                "tenant.type"?: string;
                /** @description Filters by this field (text). Its name. */
                "user.name"?: string;
                /** @description Filters by this field (text). Its UUID. */
                "user.uuid"?: string;
                /** @description Filters by this field (text). Its id, where the backend does not use UUIDs. */
                "user.id"?: string;
                /** @description Filters by this field (text). What it is, where that is not plain. */
                "user.type"?: string;
                /** @description Filters by this field (text). Its name. */
                "object.name"?: string;
                /** @description Filters by this field (text). Its UUID. */
                "object.uuid"?: string;
                /** @description Filters by this field (text). Its id, where the backend does not use UUIDs. */
                "object.id"?: string;
                /** @description Filters by this field (text). What it is, where that is not plain. */
                "object.type"?: string;
                /** @description Filters by this field (number). The backend's result code; 0 is none. */
                code?: string;
                /** @description Filters by this field (number). End minus start. */
                duration_seconds?: string;
                /** @description Filters by this field (number). One higher each time the backend re-runs a finished job. */
                attempt?: string;
                /** @description Filters by this field (number). All of them. */
                "spawned.total"?: string;
                /** @description Filters by this field (number). Still running. */
                "spawned.running"?: string;
                /** @description Filters by this field (number). Ended, whatever way. */
                "spawned.completed"?: string;
                /** @description Filters by this field (number). Ended well. */
                "spawned.successful"?: string;
                /** @description Filters by this field (number). Ended badly. */
                "spawned.failed"?: string;
                /** @description Filters by this field (number). Ended because somebody asked for it. */
                "spawned.aborted"?: string;
                /** @description Filters by this field (time). Submit time, else start time, else when first observed; lists are ordered by it, newest first. */
                created_time?: string;
                /** @description Filters by this field (time). When it was submitted, as the backend reports. */
                submit_time?: string;
                /** @description Filters by this field (time). When it started, as the backend reports. */
                start_time?: string;
                /** @description Filters by this field (time). When it ended, as the backend reports. */
                end_time?: string;
                /** @description Filters by this field (time). When the gateway first observed it, by the gateway's clock. */
                first_seen_time?: string;
                /** @description Filters by this field (time). When this record last changed, by the gateway's clock. */
                updated_time?: string;
                /** @description Filters by this field (time). When. */
                "requested.time"?: string;
                /** @description Filters by this field (boolean). The job has ended, or vanished; its state does not change any more. */
                terminal?: string;
                /** @description Filters by this field (boolean). The backend no longer knows the job. */
                gone?: string;
                /** @description Filters by the label `site`; every other label is a filter under its own name likewise. */
                "source.labels.site"?: string;
                /** @description Text to be found in the description, message, error message or object name, without regard to case. `*` stands for anything, unless the whole is in double quotes. */
                query?: string;
                /** @description Up to 4 scalar fields. More than 10000 groups are refused. */
                group_by?: string;
            };
            header?: {
                /** @description Entity tags of answers the client has (RFC 9110); 304 when one of them still holds. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Weak entity tag of the answer. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobSummary"];
                };
            };
            /** @description The answer the client has still holds; no body. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `unknown-parameter`: The query holds a parameter that is not offered here.
             *
             *     `duplicate-parameter`: The query holds the same parameter more than once; values for one field are joined by `|`.
             *
             *     `empty-parameter`: A parameter needs a value and has none.
             *
             *     `invalid-parameter`: The value of a parameter is none of those that were expected.
             *
             *     `malformed-request`: What arrived is no HTTP request, or its URL is not well encoded.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive whole in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and headers together are longer than the server takes. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: A defect of the gateway itself; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getJob: {
        parameters: {
            query?: {
                /** @description Comma-separated paths of fields to serve, with dots and braces (`svm.{name,uuid}`); `!` before one leaves it out (`*,!tasks`). `id` always comes. */
                fields?: string;
                /** @description Seconds to wait for the end of the job; then it is answered as it is. Counts before `Prefer`. */
                wait?: number;
            };
            header?: {
                /** @description Entity tags of answers the client has (RFC 9110); 304 when one of them still holds. */
                "If-None-Match"?: string;
                /** @description `wait=N` (RFC 7240) does what the parameter does. More than 120 is taken as that. */
                Prefer?: string;
            };
            path: {
                /** @description `<source name>~<native id>`, or a native id that only one job bears. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Weak entity tag of the answer. */
                    ETag?: string;
                    /** @description The wait that `Prefer` has brought about; absent without one. */
                    "Preference-Applied"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobPart"];
                };
            };
            /** @description The answer the client has still holds; no body. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `malformed-id`: The job id or source name in the path cannot be one; nothing was sent to a backend.
             *
             *     `unknown-parameter`: The query holds a parameter that is not offered here.
             *
             *     `duplicate-parameter`: The query holds the same parameter more than once; values for one field are joined by `|`.
             *
             *     `empty-parameter`: A parameter needs a value and has none.
             *
             *     `invalid-parameter`: The value of a parameter is none of those that were expected.
             *
             *     `malformed-request`: What arrived is no HTTP request, or its URL is not well encoded.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job-not-found`: The gateway does not hold the job, and its backend, where there is one to ask, does not know it. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive whole in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ambiguous-id`: A bare native id names jobs of several sources; `candidates` lists their ids. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and headers together are longer than the server takes. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: A defect of the gateway itself; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `backend-unreachable`: The backend could not be connected to, or did not answer in time; an action was not sent.
             *
             *     `backend-unauthorized`: The backend refuses the login the gateway is configured with.
             *
             *     `backend-refused`: The backend understood and said no, mostly because the role of our login does not allow it.
             *
             *     `backend-malformed`: What the backend answered is not what its kind answers, e.g. the page of a proxy.
             *
             *     `backend-failed`: The backend reports a fault of its own; `error` has its code and text.
             */
            502: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `backend-throttled`: The backend has too much to do, or too many ask for single jobs at once; `Retry-After` says when to ask again.
             *
             *     `store-unavailable`: What was asked for has to be written down and the store is away; lists and known jobs are still served.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    actOnJob: {
        parameters: {
            query: {
                /** @description What to ask for. */
                action: "pause" | "resume" | "cancel";
            };
            header?: never;
            path: {
                /** @description `<source name>~<native id>`, or a native id that only one job bears. */
                id: string;
            };
            cookie?: never;
        };
        /** @description None, or an empty object. */
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The job, which shows the action. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Accepted; the job does not show it yet. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /**
             * @description `malformed-id`: The job id or source name in the path cannot be one; nothing was sent to a backend.
             *
             *     `unknown-parameter`: The query holds a parameter that is not offered here.
             *
             *     `duplicate-parameter`: The query holds the same parameter more than once; values for one field are joined by `|`.
             *
             *     `empty-parameter`: A parameter needs a value and has none.
             *
             *     `invalid-parameter`: The value of a parameter is none of those that were expected.
             *
             *     `malformed-body`: The body is not JSON, or holds something where nothing is expected.
             *
             *     `malformed-request`: What arrived is no HTTP request, or its URL is not well encoded.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job-not-found`: The gateway does not hold the job, and its backend, where there is one to ask, does not know it. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-action`: The job, or its kind of backend, has no such action. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Methods that are offered. */
                    Allow: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive whole in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `ambiguous-id`: A bare native id names jobs of several sources; `candidates` lists their ids.
             *
             *     `job-ended`: The job is in a terminal state, where no action can reach it.
             *
             *     `action-conflict`: The job is not in a state from which the action is possible.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job-gone`: The backend no longer knows the job; `job` is its last known record. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is longer than this API has any use for. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: Bodies are `application/json`. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and headers together are longer than the server takes. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: A defect of the gateway itself; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `backend-unreachable`: The backend could not be connected to, or did not answer in time; an action was not sent.
             *
             *     `backend-unauthorized`: The backend refuses the login the gateway is configured with.
             *
             *     `backend-refused`: The backend understood and said no, mostly because the role of our login does not allow it.
             *
             *     `backend-failed`: The backend reports a fault of its own; `error` has its code and text.
             */
            502: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `backend-throttled`: The backend has too much to do, or too many ask for single jobs at once; `Retry-After` says when to ask again.
             *
             *     `store-unavailable`: What was asked for has to be written down and the store is away; lists and known jobs are still served.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `outcome-unknown`: The action was sent and its answer lost; the job is polled at once and shows what came of it. */
            504: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOntapJobs: {
        parameters: {
            query?: {
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                uuid?: string;
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                description?: string;
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                state?: string;
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                message?: string;
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                code?: string;
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                start_time?: string;
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                end_time?: string;
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                "svm.name"?: string;
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                "svm.uuid"?: string;
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                "error.message"?: string;
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                "error.code"?: string;
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                "node.name"?: string;
                /** @description What to serve: `*`, or a list with dots, braces and `!`. A list without it serves `uuid` and link only. */
                fields?: string;
                /** @description `fields` may name what there is not. */
                ignore_unknown_fields?: boolean;
                /** @description Page size; a page never has more than 1,000. */
                max_records?: number;
                /** @description Fields, each with `asc` or `desc`; newest first without it. */
                order_by?: string;
                /** @description The opaque cursor of a `next` link. */
                start?: string;
                /** @description False: a list is counted only. */
                return_records?: boolean;
                /** @description Taken, and changes nothing. */
                return_timeout?: number;
                /** @description Laid out for people. */
                pretty?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of jobs. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The next page (RFC 8288); absent on the last one. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        records?: components["schemas"]["OntapJob"][];
                        /** @description Jobs on this page; all matches with `return_records=false`. */
                        num_records: number;
                        _links: {
                            self: {
                                /** @description A path on this server. */
                                href: string;
                            };
                            next?: {
                                /** @description A path on this server. */
                                href: string;
                            };
                        };
                    };
                };
            };
            /**
             * @description `unknown-parameter`: The query holds a parameter that is not offered here.
             *
             *     `duplicate-parameter`: The query holds the same parameter more than once; values for one field are joined by `|`.
             *
             *     `empty-parameter`: A parameter needs a value and has none.
             *
             *     `invalid-parameter`: The value of a parameter is none of those that were expected.
             *
             *     `invalid-cursor`: The `start` cursor was not made by this API, or belongs to another list.
             *
             *     `malformed-request`: What arrived is no HTTP request, or its URL is not well encoded.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive whole in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and headers together are longer than the server takes. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: A defect of the gateway itself; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    actOnOntapJobs: {
        parameters: {
            query: {
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                uuid?: string;
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                description?: string;
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                state?: string;
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                message?: string;
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                code?: string;
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                start_time?: string;
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                end_time?: string;
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                "svm.name"?: string;
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                "svm.uuid"?: string;
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                "error.message"?: string;
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                "error.code"?: string;
                /** @description A filter with ONTAP's operators: `|`, `!`, `*`, `<`, `>`, `..`, `null`, quotes. */
                "node.name"?: string;
                /** @description What to ask for. */
                action: "pause" | "resume" | "cancel";
                /** @description Taken, and changes nothing: every match is asked. */
                continue_on_failure?: boolean;
                /** @description False: a list is counted only. */
                return_records?: boolean;
                /** @description Taken, and changes nothing. */
                return_timeout?: number;
                /** @description Laid out for people. */
                pretty?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description None, or an empty object. */
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description All matches accepted. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Their number. */
                        num_records: number;
                    };
                };
            };
            /**
             * @description `unknown-parameter`: The query holds a parameter that is not offered here.
             *
             *     `duplicate-parameter`: The query holds the same parameter more than once; values for one field are joined by `|`.
             *
             *     `empty-parameter`: A parameter needs a value and has none.
             *
             *     `invalid-parameter`: The value of a parameter is none of those that were expected.
             *
             *     `malformed-id`: The job id or source name in the path cannot be one; nothing was sent to a backend.
             *
             *     `malformed-body`: The body is not JSON, or holds something where nothing is expected.
             *
             *     `unbounded-action`: A `PATCH` of `/api/cluster/jobs` without a filter would act on every job; nothing was sent.
             *
             *     `too-many-matches`: More jobs match than are acted on at once; nothing was sent.
             *
             *     `malformed-request`: What arrived is no HTTP request, or its URL is not well encoded.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job-not-found`: The gateway does not hold the job, and its backend, where there is one to ask, does not know it. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-action`: The job, or its kind of backend, has no such action. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Methods that are offered. */
                    Allow: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive whole in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `ambiguous-id`: A bare native id names jobs of several sources; `candidates` lists their ids.
             *
             *     `job-ended`: The job is in a terminal state, where no action can reach it.
             *
             *     `action-conflict`: The job is not in a state from which the action is possible.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is longer than this API has any use for. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: Bodies are `application/json`. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and headers together are longer than the server takes. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: A defect of the gateway itself; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `backend-unreachable`: The backend could not be connected to, or did not answer in time; an action was not sent.
             *
             *     `backend-unauthorized`: The backend refuses the login the gateway is configured with.
             *
             *     `backend-refused`: The backend understood and said no, mostly because the role of our login does not allow it.
             *
             *     `backend-malformed`: What the backend answered is not what its kind answers, e.g. the page of a proxy.
             *
             *     `backend-failed`: The backend reports a fault of its own; `error` has its code and text.
             */
            502: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `backend-throttled`: The backend has too much to do, or too many ask for single jobs at once; `Retry-After` says when to ask again.
             *
             *     `store-unavailable`: What was asked for has to be written down and the store is away; lists and known jobs are still served.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `outcome-unknown`: The action was sent and its answer lost; the job is polled at once and shows what came of it. */
            504: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOntapJob: {
        parameters: {
            query?: {
                /** @description What to serve: `*`, or a list with dots, braces and `!`. A list without it serves `uuid` and link only. */
                fields?: string;
                /** @description `fields` may name what there is not. */
                ignore_unknown_fields?: boolean;
                /** @description False: a list is counted only. */
                return_records?: boolean;
                /** @description Taken, and changes nothing. */
                return_timeout?: number;
                /** @description Laid out for people. */
                pretty?: boolean;
            };
            header?: never;
            path: {
                /** @description Our job id, or a native id that only one job bears. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OntapJob"];
                };
            };
            /**
             * @description `unknown-parameter`: The query holds a parameter that is not offered here.
             *
             *     `duplicate-parameter`: The query holds the same parameter more than once; values for one field are joined by `|`.
             *
             *     `empty-parameter`: A parameter needs a value and has none.
             *
             *     `invalid-parameter`: The value of a parameter is none of those that were expected.
             *
             *     `malformed-id`: The job id or source name in the path cannot be one; nothing was sent to a backend.
             *
             *     `malformed-request`: What arrived is no HTTP request, or its URL is not well encoded.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job-not-found`: The gateway does not hold the job, and its backend, where there is one to ask, does not know it. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive whole in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ambiguous-id`: A bare native id names jobs of several sources; `candidates` lists their ids. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and headers together are longer than the server takes. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: A defect of the gateway itself; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `backend-unreachable`: The backend could not be connected to, or did not answer in time; an action was not sent.
             *
             *     `backend-unauthorized`: The backend refuses the login the gateway is configured with.
             *
             *     `backend-refused`: The backend understood and said no, mostly because the role of our login does not allow it.
             *
             *     `backend-malformed`: What the backend answered is not what its kind answers, e.g. the page of a proxy.
             *
             *     `backend-failed`: The backend reports a fault of its own; `error` has its code and text.
             */
            502: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `backend-throttled`: The backend has too much to do, or too many ask for single jobs at once; `Retry-After` says when to ask again.
             *
             *     `store-unavailable`: What was asked for has to be written down and the store is away; lists and known jobs are still served.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    actOnOntapJob: {
        parameters: {
            query: {
                /** @description What to ask for. */
                action: "pause" | "resume" | "cancel";
                /** @description False: a list is counted only. */
                return_records?: boolean;
                /** @description Taken, and changes nothing. */
                return_timeout?: number;
                /** @description Laid out for people. */
                pretty?: boolean;
            };
            header?: never;
            path: {
                /** @description Our job id, or a native id that only one job bears. */
                uuid: string;
            };
            cookie?: never;
        };
        /** @description None, or an empty object. */
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Accepted; the job may take a moment to show it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /**
             * @description `unknown-parameter`: The query holds a parameter that is not offered here.
             *
             *     `duplicate-parameter`: The query holds the same parameter more than once; values for one field are joined by `|`.
             *
             *     `empty-parameter`: A parameter needs a value and has none.
             *
             *     `invalid-parameter`: The value of a parameter is none of those that were expected.
             *
             *     `malformed-id`: The job id or source name in the path cannot be one; nothing was sent to a backend.
             *
             *     `malformed-body`: The body is not JSON, or holds something where nothing is expected.
             *
             *     `malformed-request`: What arrived is no HTTP request, or its URL is not well encoded.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job-not-found`: The gateway does not hold the job, and its backend, where there is one to ask, does not know it. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-action`: The job, or its kind of backend, has no such action. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Methods that are offered. */
                    Allow: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive whole in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `ambiguous-id`: A bare native id names jobs of several sources; `candidates` lists their ids.
             *
             *     `job-ended`: The job is in a terminal state, where no action can reach it.
             *
             *     `action-conflict`: The job is not in a state from which the action is possible.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is longer than this API has any use for. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: Bodies are `application/json`. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and headers together are longer than the server takes. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: A defect of the gateway itself; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `backend-unreachable`: The backend could not be connected to, or did not answer in time; an action was not sent.
             *
             *     `backend-unauthorized`: The backend refuses the login the gateway is configured with.
             *
             *     `backend-refused`: The backend understood and said no, mostly because the role of our login does not allow it.
             *
             *     `backend-malformed`: What the backend answered is not what its kind answers, e.g. the page of a proxy.
             *
             *     `backend-failed`: The backend reports a fault of its own; `error` has its code and text.
             */
            502: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `backend-throttled`: The backend has too much to do, or too many ask for single jobs at once; `Retry-After` says when to ask again.
             *
             *     `store-unavailable`: What was asked for has to be written down and the store is away; lists and known jobs are still served.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `outcome-unknown`: The action was sent and its answer lost; the job is polled at once and shows what came of it. */
            504: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSources: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All sources. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        records: components["schemas"]["Source"][];
                        num_records: number;
                    };
                };
            };
            /**
             * @description `unknown-parameter`: The query holds a parameter that is not offered here.
             *
             *     `malformed-request`: What arrived is no HTTP request, or its URL is not well encoded.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive whole in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and headers together are longer than the server takes. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: A defect of the gateway itself; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the source. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The source. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /**
             * @description `malformed-id`: The job id or source name in the path cannot be one; nothing was sent to a backend.
             *
             *     `unknown-parameter`: The query holds a parameter that is not offered here.
             *
             *     `malformed-request`: What arrived is no HTTP request, or its URL is not well encoded.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `source-not-found`: No source of this name is configured. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive whole in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and headers together are longer than the server takes. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: A defect of the gateway itself; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pollSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the source. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The source after the poll. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /**
             * @description `malformed-id`: The job id or source name in the path cannot be one; nothing was sent to a backend.
             *
             *     `unknown-parameter`: The query holds a parameter that is not offered here.
             *
             *     `malformed-body`: The body is not JSON, or holds something where nothing is expected.
             *
             *     `malformed-request`: What arrived is no HTTP request, or its URL is not well encoded.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `source-not-found`: No source of this name is configured. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive whole in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is longer than this API has any use for. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: Bodies are `application/json`. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and headers together are longer than the server takes. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: A defect of the gateway itself; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description `malformed-request`: What arrived is no HTTP request, or its URL is not well encoded. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive whole in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and headers together are longer than the server takes. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: A defect of the gateway itself; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description `malformed-request`: What arrived is no HTTP request, or its URL is not well encoded. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive whole in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and headers together are longer than the server takes. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: A defect of the gateway itself; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-ready`: The gateway does not follow its store at the moment, so its answers may lag behind. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Counters since the start and gauges, in the Prometheus text format. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
}
