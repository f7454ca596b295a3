// Written by npm run client:types.
export interface paths {
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the name, the roles and the sources of the caller */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/actions/watch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch the audit
         * @description A stream of server-sent events, as that of `/api/jobs/watch`: `added` and `modified` contain the
         *     record as JSON, `removed` contains only `{"id":…}` (retention removed the record, or it does not match any more), and
         *     `bookmark` has no data. A caller gets the records that the list has for them. After a disconnect, resume with the last `id`
         *     as `Last-Event-ID` or as `after`, on any replica; no event is missed. If the changes after it are not available any more,
         *     the response is 410. Without either, the stream starts with the matching records as `added` events without an `id`, then a
         *     bookmark; `time=>-1h` for example leaves out old ones.
         *
         *     Handle `added` and `modified` the same way. `cut_off` is the last event of a client that reads too slowly, or that may
         *     see other sources than before.
         */
        get: operations["watchActions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the actions that were requested, sent or refused
         * @description A caller sees the own actions; an admin sees those of all callers, on the sources of that role. Every scalar field of a record is a filter. A record must match all filters. A filter has one or more alternatives, joined by `|`: a value; `null` for an absent field; `<`, `<=`, `>` or `>=` before a value; or a range `a..b` that includes both ends. `*` in a text matches any characters; `*` alone matches every record that has the field. `!` at the start negates the whole filter; `!` before a later alternative negates only that one. Put a text with special characters in `"…"` or `{…}`; there, a backslash escapes the next character. Texts are compared exactly. A time is a date and time with offset, a date (its start in UTC), `now`, or relative to now: `-2h` (`s`, `m`, `h`, `d`, `w`). An absent field only matches `null` and negations. Limits: 8,000 characters for the whole query, 100 alternatives in one filter and 200 in all filters.
         */
        get: operations["listActions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/actions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the record of an action */
        get: operations["getAction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/watch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch changes of jobs
         * @description A stream of server-sent events. `added` and `modified` contain the job as JSON. `removed` contains only
         *     `{"id":…}`: retention removed the job, or it does not match any more. `bookmark` has no data and reports the current
         *     revision; if there is no other event, it is sent at least every 15 seconds. The `id` of an event is its revision. After a
         *     disconnect, resume with the last `id` as `Last-Event-ID` (which an `EventSource` sends by itself) or as `after`. This
         *     works on any replica, and no event is missed.
         *
         *     Without either, the stream starts with the matching jobs as `added` events without an `id`. A client that disconnects
         *     before the first bookmark has to start again and discard what it received. It is better to list the jobs first and to follow
         *     the list's `_links.watch`.
         *
         *     Handle `added` and `modified` the same way, and ignore `removed` for jobs you do not have: after a restart, the gateway
         *     does not know whether a job matched before. The filters are those of a list; relative times count from the start of the
         *     stream. `cut_off` is the last event of a client that reads too slowly, or that may see other sources than before
         *     (`{"reason":"slow"|"behind"|"scope","detail":…,"after":…}`); resume from `after` if it is present, else start again.
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
    "/api/bulk-actions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the progress of a bulk action
         * @description Its author and an admin of all of its sources see it. The result of each job is in `/api/actions?bulk_id=…`.
         */
        get: operations["getBulkAction"];
        put?: never;
        post?: never;
        /**
         * Stop a bulk action
         * @description No further action is sent; those that were sent stay. Does nothing if it has ended.
         */
        delete: operations["stopBulkAction"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the session of a browser
         * @description Needs no login: without a valid session, `signed_in` is false.
         */
        get: operations["getSession"];
        put?: never;
        /**
         * Sign a browser in with a bearer token
         * @description Needs `Authorization: Bearer`. The cookie of the response is the login of further requests for 8 hours, and is renewed in the second half of them; it ends with the token.
         */
        post: operations["startSession"];
        /**
         * Sign a browser out
         * @description Ends the open watches of the session. Needs no login: without a session, nothing changes.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sign a browser in through the OpenID provider
         * @description For navigation by a browser. There is none unless `access.jwt.client_id` is configured.
         */
        get: operations["startProviderSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Complete the sign-in through the OpenID provider
         * @description The redirect URI to register at the provider, which adds its parameters (RFC 6749, 4.1.2).
         */
        get: operations["completeProviderSignIn"];
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
         * @description Served from memory. If a backend is down, the list still succeeds and contains the source in `stale_sources`. Every scalar field of a job is a filter. A job must match all filters. A filter has one or more alternatives, joined by `|`: a value; `null` for an absent field; `<`, `<=`, `>` or `>=` before a value; or a range `a..b` that includes both ends. `*` in a text matches any characters; `*` alone matches every job that has the field. `!` at the start negates the whole filter; `!` before a later alternative negates only that one. Put a text with special characters in `"…"` or `{…}`; there, a backslash escapes the next character. Texts are compared exactly. A time is a date and time with offset, a date (its start in UTC), `now`, or relative to now: `-2h` (`s`, `m`, `h`, `d`, `w`). An absent field only matches `null` and negations. Limits: 8,000 characters for the whole query, 100 alternatives in one filter and 200 in all filters.
         */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Pause, resume or cancel all matching jobs
         * @description First with `dry_run=true`: nothing is sent, and the answer says what would be. Then the same request with `confirm` in place of `dry_run`: the action is sent to exactly these jobs, at the rate of `actions.rate` for each source. At most 100,000 jobs may match.
         */
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
         * @description Exact numbers of the matching jobs, served from memory. Every scalar field of a job is a filter. A job must match all filters. A filter has one or more alternatives, joined by `|`: a value; `null` for an absent field; `<`, `<=`, `>` or `>=` before a value; or a range `a..b` that includes both ends. `*` in a text matches any characters; `*` alone matches every job that has the field. `!` at the start negates the whole filter; `!` before a later alternative negates only that one. Put a text with special characters in `"…"` or `{…}`; there, a backslash escapes the next character. Texts are compared exactly. A time is a date and time with offset, a date (its start in UTC), `now`, or relative to now: `-2h` (`s`, `m`, `h`, `d`, `w`). An absent field only matches `null` and negations. Limits: 8,000 characters for the whole query, 100 alternatives in one filter and 200 in all filters.
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
         * Read one job, or wait until it has ended
         * @description A job that the gateway does not have yet is fetched from its source. With `wait`, the response is held until the job has ended, and meanwhile the job is fetched every second. `terminal` is true if it has ended.
         */
        get: operations["getJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Pause, resume or cancel a job
         * @description The job is fetched first if its record is older than two seconds. The action is sent to the backend once and never repeated. `requested` of the job shows the result, and `/api/actions` records who requested it.
         */
        patch: operations["actOnJob"];
        trace?: never;
    };
    "/api/jobs/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the changes of one job
         * @description Changes of the state are known for as long as the gateway keeps the job (the last 20), those of the message and of the requested action as far as the change log goes back.
         */
        get: operations["getJobHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cluster": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the release of ONTAP whose API the gateway follows
         * @description Clients that were written for ONTAP request this first. Other fields of an ONTAP cluster are absent.
         */
        get: operations["getOntapCluster"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cluster/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List jobs in ONTAP's format */
        get: operations["listOntapJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Pause, resume or cancel all matching jobs
         * @description At least one filter is required, and at most 100 jobs may match. The action is sent once to each job. If a job does not accept it, the response is the problem of the first such job; its `num_records` is the number of jobs that accepted it.
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
         * Read one job in ONTAP's format
         * @description A job that the gateway does not have yet is fetched from its source, or from all ONTAP sources if the id is a UUID.
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
        /**
         * List, filter, sort and count the sources and their state
         * @description Served from memory. Every scalar field of a source is a filter. A source must match all filters. A filter has one or more alternatives, joined by `|`: a value; `null` for an absent field; `<`, `<=`, `>` or `>=` before a value; or a range `a..b` that includes both ends. `*` in a text matches any characters; `*` alone matches every source that has the field. `!` at the start negates the whole filter; `!` before a later alternative negates only that one. Put a text with special characters in `"…"` or `{…}`; there, a backslash escapes the next character. Texts are compared exactly. A time is a date and time with offset, a date (its start in UTC), `now`, or relative to now: `-2h` (`s`, `m`, `h`, `d`, `w`). An absent field only matches `null` and negations. Limits: 8,000 characters for the whole query, 100 alternatives in one filter and 200 in all filters.
         */
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
        /** Get the state of a source */
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
         * Poll a source now
         * @description Responds when the poll has ended; concurrent requests share one poll. `status` shows the result of the poll.
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
        /** Check whether the process responds */
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
         * Check whether the gateway serves current data
         * @description An unavailable store does not end readiness; `details.store.answers` is then false. Neither does a store that may lose data, see `details.store.warnings`.
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
        /** Get the metrics of this replica for Prometheus */
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
        /** @description A job with all fields. */
        Job: {
            /**
             * @description `<source name>~<native id>`; needs no encoding in a URL path.
             * @example east~1cd8a442-86d1-11e0-ae1c-123478563412
             */
            id: string;
            /** @description The backend's own id: `uuid` of ONTAP, `id` of Service Engine, `key` of Unified Manager. */
            native_id: string;
            /** @description The source of the job. */
            source: {
                /**
                 * @description Name of the source.
                 * @example east
                 */
                name: string;
                /**
                 * @description Kind of backend.
                 * @enum {string}
                 */
                kind: "ontap" | "service-engine" | "unified-manager";
                /** @description Labels from the configuration. */
                labels: {
                    [key: string]: string;
                };
            };
            /**
             * @description State of the job; the same values for all backends. `queued`: accepted, not started yet; `running`: in progress; for ONTAP also while the job is being paused or cancelled; `paused`: stopped, can be resumed; `success`: ended successfully; `warning`: ended successfully, with a warning; `partial_failure`: ended, but part of the work failed; `failure`: failed; `error` and `message` have the reason; `cancelled`: ended by a cancellation; `unknown`: the backend reported an unknown state, or (with `gone`) the job is gone and its outcome was not seen.
             * @enum {string}
             */
            state: "queued" | "running" | "paused" | "success" | "warning" | "partial_failure" | "failure" | "cancelled" | "unknown";
            /** @description The job has ended or is gone. */
            terminal: boolean;
            /**
             * @description The backend's own state; `state/status` if it has two values.
             * @example running
             */
            native_state: string;
            /** @description Type of the job, if the backend reports one. */
            type?: string;
            /**
             * @description What the job does.
             * @example POST /api/storage/volumes
             */
            description?: string;
            /** @description Progress or result, as text. */
            message?: string;
            /** @description The backend's result code; 0 means no error. */
            code?: number;
            /** @description Why the job failed; only for failed jobs. */
            error?: {
                /** @description The backend's error code. */
                code: string;
                /** @description Error message. */
                message: string;
                /** @description The object or parameter that caused the error. */
                target?: string;
                /** @description Arguments of the message. */
                arguments: {
                    /** @description Code of the argument. */
                    code: string;
                    /** @description Value of the argument. */
                    message: string;
                }[];
            };
            /**
             * Format: date-time
             * @description When the job was submitted, according to the backend.
             * @example 2026-01-02T03:04:05.000Z
             */
            submit_time?: string;
            /**
             * Format: date-time
             * @description When the job started, according to the backend.
             * @example 2026-01-02T03:04:05.000Z
             */
            start_time?: string;
            /**
             * Format: date-time
             * @description When the job ended, according to the backend.
             * @example 2026-01-02T03:04:05.000Z
             */
            end_time?: string;
            /**
             * Format: date-time
             * @description Submit time, or else start time, or else first observation. Lists are sorted by it, newest first.
             * @example 2026-01-02T03:04:05.000Z
             */
            created_time: string;
            /**
             * Format: date-time
             * @description When the gateway first observed the job, by the gateway's clock.
             * @example 2026-01-02T03:04:05.000Z
             */
            first_seen_time: string;
            /**
             * Format: date-time
             * @description When this record last changed, by the gateway's clock.
             * @example 2026-01-02T03:04:05.000Z
             */
            updated_time: string;
            /** @description End time minus start time. */
            duration_seconds?: number;
            /** @description The SVM of the job. */
            svm?: {
                /** @description Name. */
                name?: string;
                /** @description UUID. */
                uuid?: string;
                /** @description Id, if the backend does not use UUIDs. */
                id?: string;
                /** @description Type of the object. */
                type?: string;
            };
            /** @description The node that runs the job. */
            node?: {
                /** @description Name. */
                name?: string;
                /** @description UUID. */
                uuid?: string;
                /** @description Id, if the backend does not use UUIDs. */
                id?: string;
                /** @description Type of the object. */
                type?: string;
            };
            /** @description The tenant of the job. */
            tenant?: {
                /** @description Name. */
                name?: string;
                /** @description UUID. */
                uuid?: string;
                /** @description Id, if the backend does not use UUIDs. */
                id?: string;
                /** @description Type of the object. */
                type?: string;
            };
            /** @description The user who started the job. */
            user?: {
                /** @description Name. */
                name?: string;
                /** @description UUID. */
                uuid?: string;
                /** @description Id, if the backend does not use UUIDs. */
                id?: string;
                /** @description Type of the object. */
                type?: string;
            };
            /** @description The object that the job works on. */
            object?: {
                /** @description Name. */
                name?: string;
                /** @description UUID. */
                uuid?: string;
                /** @description Id, if the backend does not use UUIDs. */
                id?: string;
                /** @description Type of the object. */
                type?: string;
            };
            /** @description Native id of the job that started this job. */
            parent_id?: string;
            /** @description Number of jobs that this job started, by state. */
            spawned?: {
                /** @description All jobs. */
                total?: number;
                /** @description Still running. */
                running?: number;
                /** @description Ended, with any result. */
                completed?: number;
                /** @description Ended successfully. */
                successful?: number;
                /** @description Failed. */
                failed?: number;
                /** @description Cancelled. */
                aborted?: number;
            };
            /** @description The steps of the job. */
            tasks?: {
                /** @description The backend's id of the step. */
                native_id: string;
                /** @description Name of the step. */
                name?: string;
                /**
                 * @description State of the step; the same values as for jobs.
                 * @enum {string}
                 */
                state: "queued" | "running" | "paused" | "success" | "warning" | "partial_failure" | "failure" | "cancelled" | "unknown";
                /** @description The backend's own state. */
                native_state: string;
                /** @description Progress or result, as text. */
                message?: string;
                /**
                 * Format: date-time
                 * @description When the step started.
                 * @example 2026-01-02T03:04:05.000Z
                 */
                start_time?: string;
                /**
                 * Format: date-time
                 * @description When the step ended.
                 * @example 2026-01-02T03:04:05.000Z
                 */
                end_time?: string;
            }[];
            /** @description Results of the job. */
            results?: {
                /** @description Name of the result. */
                name: string;
                /** @description Value of the result. */
                value: string;
            }[];
            /** @description The fields that are not complete, because the backend sent more than a job may have: a text of more than 4,096 characters, or more than 16 kB together. Of a list, the last items are missing. */
            truncated?: string[];
            /** @description Run number; increases each time the backend reruns a finished job. */
            attempt: number;
            /** @description The backend no longer has the job. */
            gone: boolean;
            /** @description The last 20 states, oldest first, of all runs; absent while the state has not changed. */
            states?: {
                /**
                 * @description The state.
                 * @enum {string}
                 */
                state: "queued" | "running" | "paused" | "success" | "warning" | "partial_failure" | "failure" | "cancelled" | "unknown";
                /**
                 * Format: date-time
                 * @description When the gateway first saw the job in this state.
                 * @example 2026-01-02T03:04:05.000Z
                 */
                time: string;
            }[];
            /** @description The last action that was sent through the gateway, and its result. */
            requested?: {
                /**
                 * @description Id of the record in `/api/actions`.
                 * @example 1795908686327-a653edaea280
                 */
                id?: string;
                /**
                 * @description The action.
                 * @enum {string}
                 */
                action: "pause" | "resume" | "cancel";
                /** @description The client that requested the action. */
                by: string;
                /**
                 * Format: date-time
                 * @description When the action was requested.
                 * @example 2026-01-02T03:04:05.000Z
                 */
                time: string;
                /**
                 * @description `accepted`: the job does not show the action yet; `done`: the job is paused, runs again, or ended after a cancel; `finished_first`: the job ended by itself first; `not_honoured`: the job did not show the action for ten minutes; `failed`: the backend refused it (`refused` in records of former versions); `unknown`: the response was lost.
                 * @enum {string}
                 */
                outcome: "accepted" | "done" | "finished_first" | "not_honoured" | "failed" | "unknown" | "refused";
            };
            /** @description Which actions are possible now, and why others are not. */
            actions: {
                /**
                 * @description Name of the action.
                 * @enum {string}
                 */
                name: "pause" | "resume" | "cancel";
                /** @description The action is possible now. */
                allowed: boolean;
                /** @description Why it is not possible. */
                reason?: string;
                /**
                 * @description The backend's own code, if it has refused the action for this job for good.
                 * @example 458783
                 */
                code?: string;
            }[];
            /** @description Links to the job and its source. */
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
        /** @description The fields of a job that `fields` selects; a complete `Job` if `fields` is missing. */
        JobPart: {
            /**
             * @description `<source name>~<native id>`; needs no encoding in a URL path.
             * @example east~1cd8a442-86d1-11e0-ae1c-123478563412
             */
            id: string;
            /** @description The backend's own id: `uuid` of ONTAP, `id` of Service Engine, `key` of Unified Manager. */
            native_id?: string;
            /** @description The source of the job. */
            source?: {
                /**
                 * @description Name of the source.
                 * @example east
                 */
                name?: string;
                /**
                 * @description Kind of backend.
                 * @enum {string}
                 */
                kind?: "ontap" | "service-engine" | "unified-manager";
                /** @description Labels from the configuration. */
                labels?: {
                    [key: string]: string;
                };
            };
            /**
             * @description State of the job; the same values for all backends. `queued`: accepted, not started yet; `running`: in progress; for ONTAP also while the job is being paused or cancelled; `paused`: stopped, can be resumed; `success`: ended successfully; `warning`: ended successfully, with a warning; `partial_failure`: ended, but part of the work failed; `failure`: failed; `error` and `message` have the reason; `cancelled`: ended by a cancellation; `unknown`: the backend reported an unknown state, or (with `gone`) the job is gone and its outcome was not seen.
             * @enum {string}
             */
            state?: "queued" | "running" | "paused" | "success" | "warning" | "partial_failure" | "failure" | "cancelled" | "unknown";
            /** @description The job has ended or is gone. */
            terminal?: boolean;
            /**
             * @description The backend's own state; `state/status` if it has two values.
             * @example running
             */
            native_state?: string;
            /** @description Type of the job, if the backend reports one. */
            type?: string;
            /**
             * @description What the job does.
             * @example POST /api/storage/volumes
             */
            description?: string;
            /** @description Progress or result, as text. */
            message?: string;
            /** @description The backend's result code; 0 means no error. */
            code?: number;
            /** @description Why the job failed; only for failed jobs. */
            error?: {
                /** @description The backend's error code. */
                code?: string;
                /** @description Error message. */
                message?: string;
                /** @description The object or parameter that caused the error. */
                target?: string;
                /** @description Arguments of the message. */
                arguments?: {
                    /** @description Code of the argument. */
                    code?: string;
                    /** @description Value of the argument. */
                    message?: string;
                }[];
            };
            /**
             * Format: date-time
             * @description When the job was submitted, according to the backend.
             * @example 2026-01-02T03:04:05.000Z
             */
            submit_time?: string;
            /**
             * Format: date-time
             * @description When the job started, according to the backend.
             * @example 2026-01-02T03:04:05.000Z
             */
            start_time?: string;
            /**
             * Format: date-time
             * @description When the job ended, according to the backend.
             * @example 2026-01-02T03:04:05.000Z
             */
            end_time?: string;
            /**
             * Format: date-time
             * @description Submit time, or else start time, or else first observation. Lists are sorted by it, newest first.
             * @example 2026-01-02T03:04:05.000Z
             */
            created_time?: string;
            /**
             * Format: date-time
             * @description When the gateway first observed the job, by the gateway's clock.
             * @example 2026-01-02T03:04:05.000Z
             */
            first_seen_time?: string;
            /**
             * Format: date-time
             * @description When this record last changed, by the gateway's clock.
             * @example 2026-01-02T03:04:05.000Z
             */
            updated_time?: string;
            /** @description End time minus start time. */
            duration_seconds?: number;
            /** @description The SVM of the job. */
            svm?: {
                /** @description Name. */
                name?: string;
                /** @description UUID. */
                uuid?: string;
                /** @description Id, if the backend does not use UUIDs. */
                id?: string;
                /** @description Type of the object. */
                type?: string;
            };
            /** @description The node that runs the job. */
            node?: {
                /** @description Name. */
                name?: string;
                /** @description UUID. */
                uuid?: string;
                /** @description Id, if the backend does not use UUIDs. */
                id?: string;
                /** @description Type of the object. */
                type?: string;
            };
            /** @description The tenant of the job. */
            tenant?: {
                /** @description Name. */
                name?: string;
                /** @description UUID. */
                uuid?: string;
                /** @description Id, if the backend does not use UUIDs. */
                id?: string;
                /** @description Type of the object. */
                type?: string;
            };
            /** @description The user who started the job. */
            user?: {
                /** @description Name. */
                name?: string;
                /** @description UUID. */
                uuid?: string;
                /** @description Id, if the backend does not use UUIDs. */
                id?: string;
                /** @description Type of the object. */
                type?: string;
            };
            /** @description The object that the job works on. */
            object?: {
                /** @description Name. */
                name?: string;
                /** @description UUID. */
                uuid?: string;
                /** @description Id, if the backend does not use UUIDs. */
                id?: string;
                /** @description Type of the object. */
                type?: string;
            };
            /** @description Native id of the job that started this job. */
            parent_id?: string;
            /** @description Number of jobs that this job started, by state. */
            spawned?: {
                /** @description All jobs. */
                total?: number;
                /** @description Still running. */
                running?: number;
                /** @description Ended, with any result. */
                completed?: number;
                /** @description Ended successfully. */
                successful?: number;
                /** @description Failed. */
                failed?: number;
                /** @description Cancelled. */
                aborted?: number;
            };
            /** @description The steps of the job. */
            tasks?: {
                /** @description The backend's id of the step. */
                native_id?: string;
                /** @description Name of the step. */
                name?: string;
                /**
                 * @description State of the step; the same values as for jobs.
                 * @enum {string}
                 */
                state?: "queued" | "running" | "paused" | "success" | "warning" | "partial_failure" | "failure" | "cancelled" | "unknown";
                /** @description The backend's own state. */
                native_state?: string;
                /** @description Progress or result, as text. */
                message?: string;
                /**
                 * Format: date-time
                 * @description When the step started.
                 * @example 2026-01-02T03:04:05.000Z
                 */
                start_time?: string;
                /**
                 * Format: date-time
                 * @description When the step ended.
                 * @example 2026-01-02T03:04:05.000Z
                 */
                end_time?: string;
            }[];
            /** @description Results of the job. */
            results?: {
                /** @description Name of the result. */
                name?: string;
                /** @description Value of the result. */
                value?: string;
            }[];
            /** @description The fields that are not complete, because the backend sent more than a job may have: a text of more than 4,096 characters, or more than 16 kB together. Of a list, the last items are missing. */
            truncated?: string[];
            /** @description Run number; increases each time the backend reruns a finished job. */
            attempt?: number;
            /** @description The backend no longer has the job. */
            gone?: boolean;
            /** @description The last 20 states, oldest first, of all runs; absent while the state has not changed. */
            states?: {
                /**
                 * @description The state.
                 * @enum {string}
                 */
                state?: "queued" | "running" | "paused" | "success" | "warning" | "partial_failure" | "failure" | "cancelled" | "unknown";
                /**
                 * Format: date-time
                 * @description When the gateway first saw the job in this state.
                 * @example 2026-01-02T03:04:05.000Z
                 */
                time?: string;
            }[];
            /** @description The last action that was sent through the gateway, and its result. */
            requested?: {
                /**
                 * @description Id of the record in `/api/actions`.
                 * @example 1795908686327-a653edaea280
                 */
                id?: string;
                /**
                 * @description The action.
                 * @enum {string}
                 */
                action?: "pause" | "resume" | "cancel";
                /** @description The client that requested the action. */
                by?: string;
                /**
                 * Format: date-time
                 * @description When the action was requested.
                 * @example 2026-01-02T03:04:05.000Z
                 */
                time?: string;
                /**
                 * @description `accepted`: the job does not show the action yet; `done`: the job is paused, runs again, or ended after a cancel; `finished_first`: the job ended by itself first; `not_honoured`: the job did not show the action for ten minutes; `failed`: the backend refused it (`refused` in records of former versions); `unknown`: the response was lost.
                 * @enum {string}
                 */
                outcome?: "accepted" | "done" | "finished_first" | "not_honoured" | "failed" | "unknown" | "refused";
            };
            /** @description Which actions are possible now, and why others are not. */
            actions?: {
                /**
                 * @description Name of the action.
                 * @enum {string}
                 */
                name?: "pause" | "resume" | "cancel";
                /** @description The action is possible now. */
                allowed?: boolean;
                /** @description Why it is not possible. */
                reason?: string;
                /**
                 * @description The backend's own code, if it has refused the action for this job for good.
                 * @example 458783
                 */
                code?: string;
            }[];
            /** @description Links to the job and its source. */
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
            /** @description The jobs of this page; absent with `return_records=false`. Complete jobs if `fields` is missing. */
            records?: components["schemas"]["JobPart"][];
            /** @description Number of jobs on this page; with `return_records=false`, of all matching jobs. */
            num_records: number;
            /** @description Exact number of all matching jobs. */
            total_records: number;
            /**
             * @description Position in the change log that the response belongs to.
             * @example 1795212000000-7
             */
            revision: string;
            /** @description Sources without data, with data older than twice their poll interval, or with a refused login. Only those whose jobs can match the filters. */
            stale_sources: {
                name: string;
                /** @description Absent if the source was never polled. */
                age_seconds?: number;
                reason: string;
            }[];
            /** @description Periods in which jobs may have started and ended without being observed. Only of sources whose jobs can match the filters. */
            gaps: {
                source: string;
                /** Format: date-time */
                from: string;
                /**
                 * Format: date-time
                 * @description Absent while the gap is open.
                 */
                to?: string;
            }[];
            /** @description Links to this page, to the next page, and to a watch of these jobs from `revision` on. */
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
            /** @description Groups, sorted by their values. A field without a value is absent. */
            groups: ({
                /** @description Exact number of jobs. */
                count: number;
            } & {
                [key: string]: string | number | boolean | {
                    p50: number;
                    p95: number;
                    p99: number;
                };
            })[];
            /** @description Exact number of all matching jobs. */
            total: number;
            /**
             * @description Position in the change log that the response belongs to.
             * @example 1795212000000-7
             */
            revision: string;
            /** @description Sources without data, with data older than twice their poll interval, or with a refused login. Only those whose jobs can match the filters. */
            stale_sources: {
                name: string;
                /** @description Absent if the source was never polled. */
                age_seconds?: number;
                reason: string;
            }[];
            /** @description Periods in which jobs may have started and ended without being observed. Only of sources whose jobs can match the filters. */
            gaps: {
                source: string;
                /** Format: date-time */
                from: string;
                /**
                 * Format: date-time
                 * @description Absent while the gap is open.
                 */
                to?: string;
            }[];
        };
        JobHistory: {
            /** @description What the job showed from each time on, oldest first; at most 1,000 entries, the last ones. */
            records: {
                /**
                 * Format: date-time
                 * @description When the gateway saw the change, by the gateway's clock.
                 */
                time: string;
                /**
                 * @description State of the job; the same values for all backends. `queued`: accepted, not started yet; `running`: in progress; for ONTAP also while the job is being paused or cancelled; `paused`: stopped, can be resumed; `success`: ended successfully; `warning`: ended successfully, with a warning; `partial_failure`: ended, but part of the work failed; `failure`: failed; `error` and `message` have the reason; `cancelled`: ended by a cancellation; `unknown`: the backend reported an unknown state, or (with `gone`) the job is gone and its outcome was not seen.
                 * @enum {string}
                 */
                state: "queued" | "running" | "paused" | "success" | "warning" | "partial_failure" | "failure" | "cancelled" | "unknown";
                /** @description Progress or result, as text. */
                message?: string;
                /** @description The last action that was sent through the gateway, and its result at that time. */
                requested?: {
                    /**
                     * @description The action.
                     * @enum {string}
                     */
                    action: "pause" | "resume" | "cancel";
                    /** @description The client that requested the action. */
                    by: string;
                    /**
                     * @description `accepted`: the job does not show the action yet; `done`: the job is paused, runs again, or ended after a cancel; `finished_first`: the job ended by itself first; `not_honoured`: the job did not show the action for ten minutes; `failed`: the backend refused it (`refused` in records of former versions); `unknown`: the response was lost.
                     * @enum {string}
                     */
                    outcome: "accepted" | "done" | "finished_first" | "not_honoured" | "failed" | "unknown" | "refused";
                };
            }[];
            /** @description Number of entries. */
            num_records: number;
            /** @description False if the change log no longer has the first changes: their states are known, but not their messages. */
            complete: boolean;
            _links: {
                self: {
                    href: string;
                };
                job: {
                    href: string;
                };
            };
        };
        /** @description A job, or the fields that `fields` selects. */
        OntapJob: {
            /** @description The job id of the gateway, `<source name>~<native id>`. */
            uuid: string;
            /** @description What the job does. */
            description?: string;
            /**
             * @description State in ONTAP's API. `warning` is shown as `success`; `partial_failure`, `cancelled` and an outcome that was not seen as `failure`; an unknown state as `running`.
             * @enum {string}
             */
            state?: "queued" | "running" | "paused" | "success" | "failure";
            /** @description Progress or result; never empty for a failed job. */
            message?: string;
            /** @description The error code of a failed job; 0 means no error. */
            code?: number;
            /**
             * Format: date-time
             * @description When the job started.
             * @example 2026-01-02T03:04:05+00:00
             */
            start_time?: string;
            /**
             * Format: date-time
             * @description When the job ended.
             * @example 2026-01-02T03:04:05+00:00
             */
            end_time?: string;
            /** @description The SVM of the job. */
            svm?: {
                name?: string;
                uuid?: string;
            };
            /** @description Why the job failed; only for failed jobs. */
            error?: {
                /** @description Error message. */
                message?: string;
                /** @description Error code, a number as text. */
                code?: string;
                arguments?: {
                    code?: string;
                    message?: string;
                }[];
            };
            /** @description The node that runs the job. */
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
             * @description Name in the configuration.
             * @example east
             */
            name: string;
            /**
             * @description Kind of backend.
             * @enum {string}
             */
            kind: "ontap" | "service-engine" | "unified-manager";
            /**
             * @description Origin of the backend.
             * @example https://cluster.example
             */
            url: string;
            /** @description Where the gateway knows the source from. `config`: the configuration file; `file`: the file of `sources_files` in `file`; `discovery`: the cluster `cluster_uuid` that the source `source` reported. */
            origin: {
                /**
                 * @description Kind of origin.
                 * @enum {string}
                 */
                kind: "config" | "file" | "discovery";
                /**
                 * @description Path of the file, relative to the configuration file's folder if it is below it.
                 * @example sources.d/lab.yaml
                 */
                file?: string;
                /** @description Name of the source that reported the cluster; absent if the caller may not see it. */
                source?: string;
                /** @description UUID of the cluster. */
                cluster_uuid?: string;
            };
            /** @description Labels from the configuration. */
            labels: {
                [key: string]: string;
            };
            /**
             * @description `starting`: not polled yet; `ok`: the last poll succeeded; `degraded`: the last poll failed or was incomplete, but the data is not older than twice the interval; `failing`: the data is older than twice the interval; `unauthorized`: the backend refuses the login
             * @enum {string}
             */
            status: "starting" | "ok" | "degraded" | "failing" | "unauthorized";
            /** @description Reason for the status, starting with the error's stable code; absent if the status is `ok`. */
            reason?: string;
            /**
             * @description Version of the backend; absent if unknown.
             * @example 9.13.1
             */
            version?: string;
            /** @description Time between polls. */
            interval_seconds: number;
            /**
             * Format: date-time
             * @description Start of the first poll that listed jobs: jobs that had ended before can be missing.
             */
            first_poll_time?: string;
            /**
             * Format: date-time
             * @description Start of the last poll.
             */
            last_poll_time?: string;
            /**
             * Format: date-time
             * @description Start of the last complete poll.
             */
            last_success_time?: string;
            /** @description Age of the data; absent before the first successful poll. */
            age_seconds?: number;
            /**
             * Format: date-time
             * @description Start of the next poll.
             */
            next_poll_time?: string;
            /** @description Number of failed polls in a row. */
            consecutive_failures: number;
            /** @description The backend's clock minus the gateway's clock. */
            clock_offset_seconds?: number;
            /** @description Name of the replica that polls the source; absent if unknown. */
            polled_by?: string;
            /** @description Number of jobs by state; states without jobs are omitted. */
            jobs: {
                /** @description Number of jobs in the state `queued`. */
                queued?: number;
                /** @description Number of jobs in the state `running`. */
                running?: number;
                /** @description Number of jobs in the state `paused`. */
                paused?: number;
                /** @description Number of jobs in the state `success`. */
                success?: number;
                /** @description Number of jobs in the state `warning`. */
                warning?: number;
                /** @description Number of jobs in the state `partial_failure`. */
                partial_failure?: number;
                /** @description Number of jobs in the state `failure`. */
                failure?: number;
                /** @description Number of jobs in the state `cancelled`. */
                cancelled?: number;
                /** @description Number of jobs in the state `unknown`. */
                unknown?: number;
            };
            /** @description Periods in which jobs may have started and ended without being observed, oldest first. */
            gaps: {
                /**
                 * Format: date-time
                 * @description Start of the gap.
                 */
                from: string;
                /**
                 * Format: date-time
                 * @description End of the gap; absent while it lasts.
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
        /** @description The fields of a source that `fields` selects; a complete `Source` if `fields` is missing. */
        SourcePart: {
            /**
             * @description Name in the configuration.
             * @example east
             */
            name: string;
            /**
             * @description Kind of backend.
             * @enum {string}
             */
            kind?: "ontap" | "service-engine" | "unified-manager";
            /**
             * @description Origin of the backend.
             * @example https://cluster.example
             */
            url?: string;
            /** @description Where the gateway knows the source from. `config`: the configuration file; `file`: the file of `sources_files` in `file`; `discovery`: the cluster `cluster_uuid` that the source `source` reported. */
            origin?: {
                /**
                 * @description Kind of origin.
                 * @enum {string}
                 */
                kind?: "config" | "file" | "discovery";
                /**
                 * @description Path of the file, relative to the configuration file's folder if it is below it.
                 * @example sources.d/lab.yaml
                 */
                file?: string;
                /** @description Name of the source that reported the cluster; absent if the caller may not see it. */
                source?: string;
                /** @description UUID of the cluster. */
                cluster_uuid?: string;
            };
            /** @description Labels from the configuration. */
            labels?: {
                [key: string]: string;
            };
            /**
             * @description `starting`: not polled yet; `ok`: the last poll succeeded; `degraded`: the last poll failed or was incomplete, but the data is not older than twice the interval; `failing`: the data is older than twice the interval; `unauthorized`: the backend refuses the login
             * @enum {string}
             */
            status?: "starting" | "ok" | "degraded" | "failing" | "unauthorized";
            /** @description Reason for the status, starting with the error's stable code; absent if the status is `ok`. */
            reason?: string;
            /**
             * @description Version of the backend; absent if unknown.
             * @example 9.13.1
             */
            version?: string;
            /** @description Time between polls. */
            interval_seconds?: number;
            /**
             * Format: date-time
             * @description Start of the first poll that listed jobs: jobs that had ended before can be missing.
             */
            first_poll_time?: string;
            /**
             * Format: date-time
             * @description Start of the last poll.
             */
            last_poll_time?: string;
            /**
             * Format: date-time
             * @description Start of the last complete poll.
             */
            last_success_time?: string;
            /** @description Age of the data; absent before the first successful poll. */
            age_seconds?: number;
            /**
             * Format: date-time
             * @description Start of the next poll.
             */
            next_poll_time?: string;
            /** @description Number of failed polls in a row. */
            consecutive_failures?: number;
            /** @description The backend's clock minus the gateway's clock. */
            clock_offset_seconds?: number;
            /** @description Name of the replica that polls the source; absent if unknown. */
            polled_by?: string;
            /** @description Number of jobs by state; states without jobs are omitted. */
            jobs?: {
                /** @description Number of jobs in the state `queued`. */
                queued?: number;
                /** @description Number of jobs in the state `running`. */
                running?: number;
                /** @description Number of jobs in the state `paused`. */
                paused?: number;
                /** @description Number of jobs in the state `success`. */
                success?: number;
                /** @description Number of jobs in the state `warning`. */
                warning?: number;
                /** @description Number of jobs in the state `partial_failure`. */
                partial_failure?: number;
                /** @description Number of jobs in the state `failure`. */
                failure?: number;
                /** @description Number of jobs in the state `cancelled`. */
                cancelled?: number;
                /** @description Number of jobs in the state `unknown`. */
                unknown?: number;
            };
            /** @description Periods in which jobs may have started and ended without being observed, oldest first. */
            gaps?: {
                /**
                 * Format: date-time
                 * @description Start of the gap.
                 */
                from?: string;
                /**
                 * Format: date-time
                 * @description End of the gap; absent while it lasts.
                 */
                to?: string;
            }[];
            _links?: {
                self?: {
                    href?: string;
                };
                jobs?: {
                    href?: string;
                };
            };
        };
        SourceList: {
            /** @description The sources of this page; absent with `return_records=false`. Complete sources if `fields` is missing. */
            records?: components["schemas"]["SourcePart"][];
            /** @description Number of sources on this page; with `return_records=false`, of all matching sources. */
            num_records: number;
            /** @description Exact number of all matching sources. */
            total_records: number;
            /** @description Links to this page and to the next page. */
            _links: {
                self: {
                    href: string;
                };
                next?: {
                    href: string;
                };
            };
        };
        Action: {
            /**
             * @description Id of the record; it sorts by time.
             * @example 1795908686327-a653edaea280
             */
            id: string;
            /**
             * Format: date-time
             * @description When the action was requested.
             */
            time: string;
            /**
             * @description The action.
             * @enum {string}
             */
            action: "pause" | "resume" | "cancel";
            /**
             * @description `pending`: the backend has not answered yet; `accepted`: the backend accepted it, but the job does not show it yet; `done`: the job is paused, runs again, or ended after a cancel; `finished_first`: the job ended by itself before the action took effect; `not_honoured`: the job did not show the action for ten minutes; `failed`: the backend refused it or could not be reached; `unknown`: the answer of the backend was lost; `refused`: the gateway did not send it
             * @enum {string}
             */
            outcome: "pending" | "accepted" | "done" | "finished_first" | "not_honoured" | "failed" | "unknown" | "refused";
            /** @description The HTTP status of the response; absent while the outcome is pending. */
            status?: number;
            /** @description Why it was refused or failed. */
            detail?: string;
            /** @description Who requested the action. */
            by: {
                /**
                 * @description Name of the caller.
                 * @example portal
                 */
                name: string;
                /**
                 * @description How the caller signed in.
                 * @enum {string}
                 */
                method: "none" | "anonymous" | "token" | "jwt" | "certificate" | "session";
                /**
                 * @description How the session was started; only with the method `session`.
                 * @enum {string}
                 */
                login?: "token" | "jwt";
                /**
                 * @description IP address of the caller.
                 * @example 192.0.2.7
                 */
                address: string;
            };
            /** @description The job. */
            job: {
                /** @description Id of the job. */
                id: string;
                /** @description Its description at that time. */
                description?: string;
            };
            /** @description The source of the job. */
            source: {
                /**
                 * @description Name of the source.
                 * @example east
                 */
                name: string;
            };
            /** @description Id of the request, as in the log. */
            request_id: string;
            /** @description Id that the actions of one request share: that of the bulk action; absent for an action on one job. */
            bulk_id?: string;
            /** @description The backend's own error; absent if it sent none. */
            backend?: {
                /**
                 * @description Its code.
                 * @example 458784
                 */
                code?: string;
                /** @description Its text. */
                message?: string;
            };
            /**
             * Format: date-time
             * @description When the outcome became final; absent until then.
             */
            ended_time?: string;
        };
        /** @description The fields of a record that `fields` selects; a complete `Action` if `fields` is missing. */
        ActionPart: {
            /**
             * @description Id of the record; it sorts by time.
             * @example 1795908686327-a653edaea280
             */
            id: string;
            /**
             * Format: date-time
             * @description When the action was requested.
             */
            time?: string;
            /**
             * @description The action.
             * @enum {string}
             */
            action?: "pause" | "resume" | "cancel";
            /**
             * @description `pending`: the backend has not answered yet; `accepted`: the backend accepted it, but the job does not show it yet; `done`: the job is paused, runs again, or ended after a cancel; `finished_first`: the job ended by itself before the action took effect; `not_honoured`: the job did not show the action for ten minutes; `failed`: the backend refused it or could not be reached; `unknown`: the answer of the backend was lost; `refused`: the gateway did not send it
             * @enum {string}
             */
            outcome?: "pending" | "accepted" | "done" | "finished_first" | "not_honoured" | "failed" | "unknown" | "refused";
            /** @description The HTTP status of the response; absent while the outcome is pending. */
            status?: number;
            /** @description Why it was refused or failed. */
            detail?: string;
            /** @description Who requested the action. */
            by?: {
                /**
                 * @description Name of the caller.
                 * @example portal
                 */
                name?: string;
                /**
                 * @description How the caller signed in.
                 * @enum {string}
                 */
                method?: "none" | "anonymous" | "token" | "jwt" | "certificate" | "session";
                /**
                 * @description How the session was started; only with the method `session`.
                 * @enum {string}
                 */
                login?: "token" | "jwt";
                /**
                 * @description IP address of the caller.
                 * @example 192.0.2.7
                 */
                address?: string;
            };
            /** @description The job. */
            job?: {
                /** @description Id of the job. */
                id?: string;
                /** @description Its description at that time. */
                description?: string;
            };
            /** @description The source of the job. */
            source?: {
                /**
                 * @description Name of the source.
                 * @example east
                 */
                name?: string;
            };
            /** @description Id of the request, as in the log. */
            request_id?: string;
            /** @description Id that the actions of one request share: that of the bulk action; absent for an action on one job. */
            bulk_id?: string;
            /** @description The backend's own error; absent if it sent none. */
            backend?: {
                /**
                 * @description Its code.
                 * @example 458784
                 */
                code?: string;
                /** @description Its text. */
                message?: string;
            };
            /**
             * Format: date-time
             * @description When the outcome became final; absent until then.
             */
            ended_time?: string;
        };
        ActionList: {
            /** @description The records of this page; absent with `return_records=false`. */
            records?: components["schemas"]["ActionPart"][];
            /** @description Number of records on this page; with `return_records=false`, of all matching records. */
            num_records: number;
            /** @description Exact number of all matching records. */
            total_records: number;
            /**
             * @description Position in the change log that the response belongs to.
             * @example 1795212000000-7
             */
            revision: string;
            /** @description Links to this page, to the next page, and to a watch of these records from `revision` on. */
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
        BulkPreview: {
            /** @description Number of jobs to which the action would be sent. */
            count: number;
            /** @description These jobs by source, most first. */
            by_source: {
                /** @description Name of the source. */
                name: string;
                /** @description Number of jobs. */
                count: number;
            }[];
            /** @description Other jobs that match: why the action would not be sent. */
            refused: {
                /** @description The reason. */
                reason: string;
                /** @description Number of jobs. */
                count: number;
            }[];
            /** @description Seconds to send all of it at `actions.rate`, unless other actions take turns of the same sources. */
            estimated_seconds: number;
            /** @description Ids of some of the jobs. */
            sample: string[];
            /** @description The value of `confirm` that starts the action on exactly these jobs, once. */
            confirm: string;
            /**
             * Format: date-time
             * @description Until when it can be confirmed.
             */
            expires_time: string;
        };
        BulkAction: {
            /** @description Id of the bulk action. */
            id: string;
            /**
             * @description The action.
             * @enum {string}
             */
            action: "pause" | "resume" | "cancel";
            /** @description The filters, as query text. */
            query: string;
            /** @description Who confirmed it. */
            by: {
                /**
                 * @description Name of the caller.
                 * @example portal
                 */
                name: string;
                /**
                 * @description How the caller signed in.
                 * @enum {string}
                 */
                method: "none" | "anonymous" | "token" | "jwt" | "certificate" | "session";
                /**
                 * @description How the session was started; only with the method `session`.
                 * @enum {string}
                 */
                login?: "token" | "jwt";
                /**
                 * @description IP address of the caller.
                 * @example 192.0.2.7
                 */
                address: string;
            };
            /**
             * @description `running`: actions are being sent; `stopped`: no further ones are sent; `done`: all were sent.
             * @enum {string}
             */
            state: "running" | "stopped" | "done";
            /** @description Number of jobs. */
            total: number;
            /** @description Jobs whose action was sent, or is being sent. */
            sent: number;
            /** @description Jobs whose backend accepted the action; they do not show it yet. */
            accepted: number;
            /** @description Jobs that show the action, or ended by themselves before. */
            done: number;
            /** @description Jobs whose action the gateway did not send, because they had ended for example. */
            refused: number;
            /** @description Jobs whose backend refused the action or could not be reached, or that did not show it for ten minutes. */
            failed: number;
            /** @description Jobs for which the answer of the backend was lost. */
            unknown: number;
            /**
             * Format: date-time
             * @description When it was confirmed.
             */
            started_time: string;
            /**
             * Format: date-time
             * @description When it was stopped, or the last action was sent.
             */
            ended_time?: string;
            _links: {
                self: {
                    href: string;
                };
                actions: {
                    href: string;
                };
            };
        };
        Me: {
            /** @description The name of the token, the subject of the certificate, or a claim. */
            name: string;
            /**
             * @description How the caller has signed in; `none` if the gateway has no access rules.
             * @enum {string}
             */
            method: "none" | "anonymous" | "token" | "jwt" | "certificate" | "session";
            /**
             * @description The highest role; absent for a caller without any.
             * @enum {string}
             */
            role?: "viewer" | "operator" | "admin";
            /** @description The roles, each with its sources. They add up. */
            sources: {
                /**
                 * @description The role for the sources.
                 * @enum {string}
                 */
                role: "viewer" | "operator" | "admin";
                /** @description A filter over sources; absent for all. */
                sources?: string;
            }[];
            /**
             * Format: date-time
             * @description When the login expires, if it does.
             */
            expires_time?: string;
        };
        Session: {
            /** @description True if the request has a valid session, or has started one. */
            signed_in: boolean;
            /** @description The ways to sign in. There are none if the gateway has no access rules: everybody is an admin then. */
            methods: ("token" | "provider")[];
            /** @description Who is signed in. */
            name?: string;
            /**
             * Format: date-time
             * @description When the session ends, unless a request in its second half renews it.
             */
            expires_time?: string;
            /** @description Link to the sign-in through the OpenID provider, if one is configured. */
            _links: {
                login?: {
                    href: string;
                };
            };
        };
        Health: {
            /** @enum {string} */
            status: "ok";
            /** @description The healthy parts. */
            info: {
                /** @description The in-memory index that serves reads. */
                view?: {
                    /** @enum {string} */
                    status: "up";
                    /** @description Number of jobs; only for callers who may see all sources. */
                    jobs?: number;
                    /**
                     * @description Revision of the last applied change; only for callers who may see all sources.
                     * @example 1795212000000-7
                     */
                    revision?: string;
                };
                /** @description The store that keeps the jobs. */
                store?: {
                    /** @enum {string} */
                    status: "up";
                    /** @description False while the store is unavailable; reads continue. */
                    answers: boolean;
                    /** @description Why the store may lose data although it responds; absent if there is no reason. */
                    warnings?: string[];
                };
            };
            /** @description Always empty: a failed probe responds with a problem. */
            error: Record<string, never>;
            /** @description All checked parts. */
            details: {
                /** @description The in-memory index that serves reads. */
                view?: {
                    /** @enum {string} */
                    status: "up";
                    /** @description Number of jobs; only for callers who may see all sources. */
                    jobs?: number;
                    /**
                     * @description Revision of the last applied change; only for callers who may see all sources.
                     * @example 1795212000000-7
                     */
                    revision?: string;
                };
                /** @description The store that keeps the jobs. */
                store?: {
                    /** @enum {string} */
                    status: "up";
                    /** @description False while the store is unavailable; reads continue. */
                    answers: boolean;
                    /** @description Why the store may lose data although it responds; absent if there is no reason. */
                    warnings?: string[];
                };
            };
        };
        /** @description A problem (RFC 9457), with `error` as in ONTAP's error responses. */
        Problem: {
            /**
             * @description Link to the description of the problem.
             * @example /docs/errors#job-not-found
             * @enum {string}
             */
            type: "/docs/errors#malformed-request" | "/docs/errors#malformed-id" | "/docs/errors#unknown-parameter" | "/docs/errors#duplicate-parameter" | "/docs/errors#empty-parameter" | "/docs/errors#invalid-parameter" | "/docs/errors#invalid-cursor" | "/docs/errors#malformed-body" | "/docs/errors#bulk-action" | "/docs/errors#unbounded-action" | "/docs/errors#too-many-matches" | "/docs/errors#sign-in-failed" | "/docs/errors#unauthorized" | "/docs/errors#forbidden" | "/docs/errors#cross-site-request" | "/docs/errors#unknown-route" | "/docs/errors#job-not-found" | "/docs/errors#source-not-found" | "/docs/errors#action-not-found" | "/docs/errors#bulk-action-not-found" | "/docs/errors#method-not-allowed" | "/docs/errors#unsupported-action" | "/docs/errors#request-timeout" | "/docs/errors#ambiguous-id" | "/docs/errors#job-ended" | "/docs/errors#action-conflict" | "/docs/errors#key-in-use" | "/docs/errors#job-gone" | "/docs/errors#revision-gone" | "/docs/errors#body-too-large" | "/docs/errors#url-too-long" | "/docs/errors#unsupported-media-type" | "/docs/errors#unknown-expectation" | "/docs/errors#key-reused" | "/docs/errors#too-many-actions" | "/docs/errors#too-many-requests" | "/docs/errors#too-many-watches" | "/docs/errors#too-many-failed-logins" | "/docs/errors#headers-too-large" | "/docs/errors#internal" | "/docs/errors#backend-unreachable" | "/docs/errors#backend-unauthorized" | "/docs/errors#backend-refused" | "/docs/errors#backend-malformed" | "/docs/errors#backend-failed" | "/docs/errors#backend-throttled" | "/docs/errors#provider-unavailable" | "/docs/errors#store-unavailable" | "/docs/errors#not-ready" | "/docs/errors#overloaded" | "/docs/errors#outcome-unknown";
            /** @description Short title; the same for every problem of this type. */
            title: string;
            /** @description The HTTP status. */
            status: number;
            /** @description Description of this specific case, in one sentence. */
            detail: string;
            /** @description The path of the request, without the query. */
            instance?: string;
            /** @description Id of the request; also in the `X-Request-Id` header and in the log. */
            request_id: string;
            error: {
                /** @description ONTAP's error code for this case, or the backend's own error code. */
                code: string;
                /** @description The same as `detail`. */
                message: string;
                /** @description The invalid parameter or part of the path. */
                target?: string;
                /** @description Where the invalid part begins in the decoded value of the parameter, in characters from 0. */
                position?: number;
            };
            /** @description Ids of the jobs with this native id (`ambiguous-id`). */
            candidates?: string[];
            /** @description Number of jobs that accepted a bulk action although another job did not. */
            num_records?: number;
            /** @description Last known record of the job (`job-gone`, `job-ended`, `action-conflict`). */
            job?: components["schemas"]["Job"];
            /** @description Link to a list of the jobs with a newer revision (`revision-gone`). */
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
        /** @description Identifies the request in the log and in problems. It is the caller's `X-Request-Id` if that has 1 to 64 letters, digits, `.`, `_` and `-`, else a new UUID. */
        "X-Request-Id": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /**
             * @description `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
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
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs.
             *
             *     `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    watchActions: {
        parameters: {
            query?: {
                /** @description Filters by this field (enum). The action. One of pause, resume, cancel. */
                action?: string;
                /** @description Filters by this field (enum). `pending`: the backend has not answered yet; `accepted`: the backend accepted it, but the job does not show it yet; `done`: the job is paused, runs again, or ended after a cancel; `finished_first`: the job ended by itself before the action took effect; `not_honoured`: the job did not show the action for ten minutes; `failed`: the backend refused it or could not be reached; `unknown`: the answer of the backend was lost; `refused`: the gateway did not send it One of pending, accepted, done, finished_first, not_honoured, failed, unknown, refused. */
                outcome?: string;
                /** @description Filters by this field (enum). How the caller signed in. One of none, anonymous, token, jwt, certificate, session. */
                "by.method"?: string;
                /** @description Filters by this field (enum). How the session was started; only with the method `session`. One of token, jwt. */
                "by.login"?: string;
                /** @description Filters by this field (text). Id of the record; it sorts by time. */
                id?: string;
                /** @description Filters by this field (text). Why it was refused or failed. */
                detail?: string;
                /** @description Filters by this field (text). Name of the caller. */
                "by.name"?: string;
                /** @description Filters by this field (text). IP address of the caller. */
                "by.address"?: string;
                /** @description Filters by this field (text). Id of the job. */
                "job.id"?: string;
                /** @description Filters by this field (text). Its description at that time. */
                "job.description"?: string;
                /** @description Filters by this field (text). Name of the source. */
                "source.name"?: string;
                /** @description Filters by this field (text). Id of the request, as in the log. */
                request_id?: string;
                /** @description Filters by this field (text). Id that the actions of one request share: that of the bulk action; absent for an action on one job. */
                bulk_id?: string;
                /** @description Filters by this field (text). Its code. */
                "backend.code"?: string;
                /** @description Filters by this field (text). Its text. */
                "backend.message"?: string;
                /** @description Filters by this field (number). The HTTP status of the response; absent while the outcome is pending. */
                status?: string;
                /** @description Filters by this field (time). When the action was requested. */
                time?: string;
                /** @description Filters by this field (time). When the outcome became final; absent until then. */
                ended_time?: string;
                /** @description The id of an event. The stream starts with the change after it. */
                after?: string;
                /** @description The same as the header, for clients that cannot set it. The header takes precedence. */
                lastEventId?: string;
                /** @description The same as the header, for clients that cannot set it. The header takes precedence. */
                "Last-Event-ID"?: string;
            };
            header?: {
                /** @description The id of the last event received. Takes precedence over `after`. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream. When the gateway stops, it ends with a bookmark. */
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
                     *     data: {"id":"1795908686327-a653edaea280","action":"cancel","outcome":"done",…}
                     *
                     *     event: bookmark
                     *     id: 1795212000000-7
                     */
                    "text/event-stream": string;
                };
            };
            /**
             * @description `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `duplicate-parameter`: The query contains the same parameter more than once; join several values of a field with `|`.
             *
             *     `empty-parameter`: A parameter has no value.
             *
             *     `invalid-parameter`: The value of a parameter is not valid.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
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
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs.
             *
             *     `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `revision-gone`: The changes after this revision are no longer available; `_links.list` is a list of the jobs with a newer revision. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-watches`: The caller has too many open watches; close one of them, or share one.
             *
             *     `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
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
             * @description `overloaded`: The gateway has too many requests to answer, too many files to send or too many watches; `Retry-After` is the number of seconds to wait.
             *
             *     `store-unavailable`: The store is not available, so the request could not be completed; lists and known jobs are still served.
             *
             *     `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listActions: {
        parameters: {
            query?: {
                /** @description Filters by this field (enum). The action. One of pause, resume, cancel. */
                action?: string;
                /** @description Filters by this field (enum). `pending`: the backend has not answered yet; `accepted`: the backend accepted it, but the job does not show it yet; `done`: the job is paused, runs again, or ended after a cancel; `finished_first`: the job ended by itself before the action took effect; `not_honoured`: the job did not show the action for ten minutes; `failed`: the backend refused it or could not be reached; `unknown`: the answer of the backend was lost; `refused`: the gateway did not send it One of pending, accepted, done, finished_first, not_honoured, failed, unknown, refused. */
                outcome?: string;
                /** @description Filters by this field (enum). How the caller signed in. One of none, anonymous, token, jwt, certificate, session. */
                "by.method"?: string;
                /** @description Filters by this field (enum). How the session was started; only with the method `session`. One of token, jwt. */
                "by.login"?: string;
                /** @description Filters by this field (text). Id of the record; it sorts by time. */
                id?: string;
                /** @description Filters by this field (text). Why it was refused or failed. */
                detail?: string;
                /** @description Filters by this field (text). Name of the caller. */
                "by.name"?: string;
                /** @description Filters by this field (text). IP address of the caller. */
                "by.address"?: string;
                /** @description Filters by this field (text). Id of the job. */
                "job.id"?: string;
                /** @description Filters by this field (text). Its description at that time. */
                "job.description"?: string;
                /** @description Filters by this field (text). Name of the source. */
                "source.name"?: string;
                /** @description Filters by this field (text). Id of the request, as in the log. */
                request_id?: string;
                /** @description Filters by this field (text). Id that the actions of one request share: that of the bulk action; absent for an action on one job. */
                bulk_id?: string;
                /** @description Filters by this field (text). Its code. */
                "backend.code"?: string;
                /** @description Filters by this field (text). Its text. */
                "backend.message"?: string;
                /** @description Filters by this field (number). The HTTP status of the response; absent while the outcome is pending. */
                status?: string;
                /** @description Filters by this field (time). When the action was requested. */
                time?: string;
                /** @description Filters by this field (time). When the outcome became final; absent until then. */
                ended_time?: string;
                /** @description Comma-separated paths of the fields to return, with dots and braces (`by.{name,address}`). `!` before a path excludes it (`*,!backend`). `id` is always returned. */
                fields?: string;
                /** @description Up to 8 scalar fields, each with `asc` (default) or `desc`. Equal records are sorted by `id`. Absent values are last in both directions. Texts are compared by their first 320 characters. */
                order_by?: string;
                /** @description Page size. Values over 1,000 are reduced to 1,000. */
                max_records?: number;
                /** @description `false` returns only the number of records, without `records`. */
                return_records?: boolean;
                /** @description The opaque cursor of a `next` link. It is only valid with the filters, search and order of that link. Relative times refer to the time of the first page. */
                start?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of records, or their number. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionList"];
                };
            };
            /**
             * @description `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `duplicate-parameter`: The query contains the same parameter more than once; join several values of a field with `|`.
             *
             *     `empty-parameter`: A parameter has no value.
             *
             *     `invalid-parameter`: The value of a parameter is not valid.
             *
             *     `invalid-cursor`: The `start` cursor was not created by this API, or it belongs to another list.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
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
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs.
             *
             *     `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
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
             * @description `overloaded`: The gateway has too many requests to answer, too many files to send or too many watches; `Retry-After` is the number of seconds to wait.
             *
             *     `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAction: {
        parameters: {
            query?: {
                /** @description Comma-separated paths of the fields to return, with dots and braces (`by.{name,address}`). `!` before a path excludes it (`*,!backend`). `id` is always returned. */
                fields?: string;
            };
            header?: never;
            path: {
                /** @description Id of a record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionPart"];
                };
            };
            /**
             * @description `malformed-id`: The job id or source name in the path is not valid; nothing was sent to a backend.
             *
             *     `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `duplicate-parameter`: The query contains the same parameter more than once; join several values of a field with `|`.
             *
             *     `empty-parameter`: A parameter has no value.
             *
             *     `invalid-parameter`: The value of a parameter is not valid.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
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
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs.
             *
             *     `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `action-not-found`: No action with this id is recorded, or its record was removed because of its age. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    watchJobs: {
        parameters: {
            query?: {
                /** @description Filters by this field (enum). State of the job; the same values for all backends. `queued`: accepted, not started yet; `running`: in progress; for ONTAP also while the job is being paused or cancelled; `paused`: stopped, can be resumed; `success`: ended successfully; `warning`: ended successfully, with a warning; `partial_failure`: ended, but part of the work failed; `failure`: failed; `error` and `message` have the reason; `cancelled`: ended by a cancellation; `unknown`: the backend reported an unknown state, or (with `gone`) the job is gone and its outcome was not seen. One of queued, running, paused, success, warning, partial_failure, failure, cancelled, unknown. */
                state?: string;
                /** @description Filters by this field (enum). Kind of backend. One of ontap, service-engine, unified-manager. */
                "source.kind"?: string;
                /** @description Filters by this field (enum). The action. One of pause, resume, cancel. */
                "requested.action"?: string;
                /** @description Filters by this field (enum). `accepted`: the job does not show the action yet; `done`: the job is paused, runs again, or ended after a cancel; `finished_first`: the job ended by itself first; `not_honoured`: the job did not show the action for ten minutes; `failed`: the backend refused it (`refused` in records of former versions); `unknown`: the response was lost. One of accepted, done, finished_first, not_honoured, failed, unknown, refused. */
                "requested.outcome"?: string;
                /** @description Filters by this field (text). `<source name>~<native id>`; needs no encoding in a URL path. */
                id?: string;
                /** @description Filters by this field (text). The backend's own id: `uuid` of ONTAP, `id` of Service Engine, `key` of Unified Manager. */
                native_id?: string;
                /** @description Filters by this field (text). Name of the source. */
                "source.name"?: string;
                /** @description Filters by this field (text). The backend's own state; `state/status` if it has two values. */
                native_state?: string;
                /** @description Filters by this field (text). Type of the job, if the backend reports one. */
                type?: string;
                /** @description Filters by this field (text). What the job does. */
                description?: string;
                /** @description Filters by this field (text). Progress or result, as text. */
                message?: string;
                /** @description Filters by this field (text). The backend's error code. */
                "error.code"?: string;
                /** @description Filters by this field (text). Error message. */
                "error.message"?: string;
                /** @description Filters by this field (text). The object or parameter that caused the error. */
                "error.target"?: string;
                /** @description Filters by this field (text). Native id of the job that started this job. */
                parent_id?: string;
                /** @description Filters by this field (text). The client that requested the action. */
                "requested.by"?: string;
                /** @description Filters by this field (text). Id of the record in `/api/actions`. */
                "requested.id"?: string;
                /** @description Filters by this field (text). Name. */
                "svm.name"?: string;
                /** @description Filters by this field (text). UUID. */
                "svm.uuid"?: string;
                /** @description Filters by this field (text). Id, if the backend does not use UUIDs. */
                "svm.id"?: string;
                /** @description Filters by this field (text). Type of the object. */
                "svm.type"?: string;
                /** @description Filters by this field (text). Name. */
                "node.name"?: string;
                /** @description Filters by this field (text). UUID. */
                "node.uuid"?: string;
                /** @description Filters by this field (text). Id, if the backend does not use UUIDs. */
                "node.id"?: string;
                /** @description Filters by this field (text). Type of the object. */
                "node.type"?: string;
                /** @description Filters by this field (text). Name. */
                "tenant.name"?: string;
                /** @description Filters by this field (text). UUID. */
                "tenant.uuid"?: string;
                /** @description Filters by this field (text). Id, if the backend does not use UUIDs. */
                "tenant.id"?: string;
                /** @description Filters by this field (text). Type of the object. */
                "tenant.type"?: string;
                /** @description Filters by this field (text). Name. */
                "user.name"?: string;
                /** @description Filters by this field (text). UUID. */
                "user.uuid"?: string;
                /** @description Filters by this field (text). Id, if the backend does not use UUIDs. */
                "user.id"?: string;
                /** @description Filters by this field (text). Type of the object. */
                "user.type"?: string;
                /** @description Filters by this field (text). Name. */
                "object.name"?: string;
                /** @description Filters by this field (text). UUID. */
                "object.uuid"?: string;
                /** @description Filters by this field (text). Id, if the backend does not use UUIDs. */
                "object.id"?: string;
                /** @description Filters by this field (text). Type of the object. */
                "object.type"?: string;
                /** @description Filters by this field (number). The backend's result code; 0 means no error. */
                code?: string;
                /** @description Filters by this field (number). End time minus start time. */
                duration_seconds?: string;
                /** @description Filters by this field (number). Run number; increases each time the backend reruns a finished job. */
                attempt?: string;
                /** @description Filters by this field (number). All jobs. */
                "spawned.total"?: string;
                /** @description Filters by this field (number). Still running. */
                "spawned.running"?: string;
                /** @description Filters by this field (number). Ended, with any result. */
                "spawned.completed"?: string;
                /** @description Filters by this field (number). Ended successfully. */
                "spawned.successful"?: string;
                /** @description Filters by this field (number). Failed. */
                "spawned.failed"?: string;
                /** @description Filters by this field (number). Cancelled. */
                "spawned.aborted"?: string;
                /** @description Filters by this field (time). Submit time, or else start time, or else first observation. Lists are sorted by it, newest first. */
                created_time?: string;
                /** @description Filters by this field (time). When the job was submitted, according to the backend. */
                submit_time?: string;
                /** @description Filters by this field (time). When the job started, according to the backend. */
                start_time?: string;
                /** @description Filters by this field (time). When the job ended, according to the backend. */
                end_time?: string;
                /** @description Filters by this field (time). When the gateway first observed the job, by the gateway's clock. */
                first_seen_time?: string;
                /** @description Filters by this field (time). When this record last changed, by the gateway's clock. */
                updated_time?: string;
                /** @description Filters by this field (time). When the action was requested. */
                "requested.time"?: string;
                /** @description Filters by this field (boolean). The job has ended or is gone. */
                terminal?: string;
                /** @description Filters by this field (boolean). The backend no longer has the job. */
                gone?: string;
                /** @description Filters by the label `site`. Every other label is a filter in the same way. */
                "source.labels.site"?: string;
                /** @description Text to find in the description, message, error message or object name, whatever the case. `*` matches any characters, unless the whole text is in double quotes. */
                query?: string;
                /** @description Comma-separated paths of the fields to return, with dots and braces (`svm.{name,uuid}`). `!` before a path excludes it (`*,!tasks`). `id` is always returned. */
                fields?: string;
                /** @description The revision of a list or the id of an event. The stream starts with the change after it. */
                after?: string;
                /** @description The same as the header, for clients that cannot set it. The header takes precedence. */
                lastEventId?: string;
                /** @description The same as the header, for clients that cannot set it. The header takes precedence. */
                "Last-Event-ID"?: string;
            };
            header?: {
                /** @description The id of the last event received. Takes precedence over `after`. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream. When the gateway stops, it ends with a bookmark. */
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
             * @description `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `duplicate-parameter`: The query contains the same parameter more than once; join several values of a field with `|`.
             *
             *     `empty-parameter`: A parameter has no value.
             *
             *     `invalid-parameter`: The value of a parameter is not valid.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
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
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs.
             *
             *     `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `revision-gone`: The changes after this revision are no longer available; `_links.list` is a list of the jobs with a newer revision. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-watches`: The caller has too many open watches; close one of them, or share one.
             *
             *     `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
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
             * @description `not-ready`: The gateway is not caught up with its store, so its data may be outdated.
             *
             *     `overloaded`: The gateway has too many requests to answer, too many files to send or too many watches; `Retry-After` is the number of seconds to wait.
             *
             *     `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBulkAction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a bulk action. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bulk action. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAction"];
                };
            };
            /**
             * @description `malformed-id`: The job id or source name in the path is not valid; nothing was sent to a backend.
             *
             *     `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
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
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs.
             *
             *     `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bulk-action-not-found`: No bulk action with this id was started, or its record was removed because of its age. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stopBulkAction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a bulk action. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bulk action. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAction"];
                };
            };
            /**
             * @description `malformed-id`: The job id or source name in the path is not valid; nothing was sent to a backend.
             *
             *     `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
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
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs.
             *
             *     `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bulk-action-not-found`: No bulk action with this id was started, or its record was removed because of its age. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
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
             * @description `store-unavailable`: The store is not available, so the request could not be completed; lists and known jobs are still served.
             *
             *     `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session, if there is one. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The renewed session, or one that removes an invalid session. */
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /**
             * @description `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
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
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
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
    startSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session that was started. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The session: `HttpOnly`, `SameSite=Strict`, and over HTTPS `Secure`. */
                    "Set-Cookie": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /**
             * @description `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `malformed-body`: The body is not valid JSON, or it is not `{}`.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
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
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs.
             *
             *     `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than the limit. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body must be JSON: `application/json`, or a type that ends in `+json`. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There is no session any more. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description A cookie that removes the session. */
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /**
             * @description `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `malformed-body`: The body is not valid JSON, or it is not `{}`.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
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
            /** @description `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than the limit. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body must be JSON: `application/json`, or a type that ends in `+json`. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
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
    startProviderSignIn: {
        parameters: {
            query?: {
                /** @description The path of this server to go to afterwards. */
                next?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sign-in page of the provider. */
            303: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Where to go on. */
                    Location: string;
                    /** @description The sign-in, for ten minutes: `SameSite=Lax`. */
                    "Set-Cookie": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `duplicate-parameter`: The query contains the same parameter more than once; join several values of a field with `|`.
             *
             *     `empty-parameter`: A parameter has no value.
             *
             *     `invalid-parameter`: The value of a parameter is not valid.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
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
            /** @description `unknown-route`: The API has no such path. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    completeProviderSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The browser is signed in; `Location` is the path that was given as `next`. */
            303: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Where to go on. */
                    Location: string;
                    /** @description The session, as that of `POST /api/session`. */
                    "Set-Cookie": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `sign-in-failed`: The sign-in at the OpenID provider was not completed in this browser, or its result is not valid.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
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
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-route`: The API has no such path. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
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
                /** @description Filters by this field (enum). State of the job; the same values for all backends. `queued`: accepted, not started yet; `running`: in progress; for ONTAP also while the job is being paused or cancelled; `paused`: stopped, can be resumed; `success`: ended successfully; `warning`: ended successfully, with a warning; `partial_failure`: ended, but part of the work failed; `failure`: failed; `error` and `message` have the reason; `cancelled`: ended by a cancellation; `unknown`: the backend reported an unknown state, or (with `gone`) the job is gone and its outcome was not seen. One of queued, running, paused, success, warning, partial_failure, failure, cancelled, unknown. */
                state?: string;
                /** @description Filters by this field (enum). Kind of backend. One of ontap, service-engine, unified-manager. */
                "source.kind"?: string;
                /** @description Filters by this field (enum). The action. One of pause, resume, cancel. */
                "requested.action"?: string;
                /** @description Filters by this field (enum). `accepted`: the job does not show the action yet; `done`: the job is paused, runs again, or ended after a cancel; `finished_first`: the job ended by itself first; `not_honoured`: the job did not show the action for ten minutes; `failed`: the backend refused it (`refused` in records of former versions); `unknown`: the response was lost. One of accepted, done, finished_first, not_honoured, failed, unknown, refused. */
                "requested.outcome"?: string;
                /** @description Filters by this field (text). `<source name>~<native id>`; needs no encoding in a URL path. */
                id?: string;
                /** @description Filters by this field (text). The backend's own id: `uuid` of ONTAP, `id` of Service Engine, `key` of Unified Manager. */
                native_id?: string;
                /** @description Filters by this field (text). Name of the source. */
                "source.name"?: string;
                /** @description Filters by this field (text). The backend's own state; `state/status` if it has two values. */
                native_state?: string;
                /** @description Filters by this field (text). Type of the job, if the backend reports one. */
                type?: string;
                /** @description Filters by this field (text). What the job does. */
                description?: string;
                /** @description Filters by this field (text). Progress or result, as text. */
                message?: string;
                /** @description Filters by this field (text). The backend's error code. */
                "error.code"?: string;
                /** @description Filters by this field (text). Error message. */
                "error.message"?: string;
                /** @description Filters by this field (text). The object or parameter that caused the error. */
                "error.target"?: string;
                /** @description Filters by this field (text). Native id of the job that started this job. */
                parent_id?: string;
                /** @description Filters by this field (text). The client that requested the action. */
                "requested.by"?: string;
                /** @description Filters by this field (text). Id of the record in `/api/actions`. */
                "requested.id"?: string;
                /** @description Filters by this field (text). Name. */
                "svm.name"?: string;
                /** @description Filters by this field (text). UUID. */
                "svm.uuid"?: string;
                /** @description Filters by this field (text). Id, if the backend does not use UUIDs. */
                "svm.id"?: string;
                /** @description Filters by this field (text). Type of the object. */
                "svm.type"?: string;
                /** @description Filters by this field (text). Name. */
                "node.name"?: string;
                /** @description Filters by this field (text). UUID. */
                "node.uuid"?: string;
                /** @description Filters by this field (text). Id, if the backend does not use UUIDs. */
                "node.id"?: string;
                /** @description Filters by this field (text). Type of the object. */
                "node.type"?: string;
                /** @description Filters by this field (text). Name. */
                "tenant.name"?: string;
                /** @description Filters by this field (text). UUID. */
                "tenant.uuid"?: string;
                /** @description Filters by this field (text). Id, if the backend does not use UUIDs. */
                "tenant.id"?: string;
                /** @description Filters by this field (text). Type of the object. */
                "tenant.type"?: string;
                /** @description Filters by this field (text). Name. */
                "user.name"?: string;
                /** @description Filters by this field (text). UUID. */
                "user.uuid"?: string;
                /** @description Filters by this field (text). Id, if the backend does not use UUIDs. */
                "user.id"?: string;
                /** @description Filters by this field (text). Type of the object. */
                "user.type"?: string;
                /** @description Filters by this field (text). Name. */
                "object.name"?: string;
                /** @description Filters by this field (text). UUID. */
                "object.uuid"?: string;
                /** @description Filters by this field (text). Id, if the backend does not use UUIDs. */
                "object.id"?: string;
                /** @description Filters by this field (text). Type of the object. */
                "object.type"?: string;
                /** @description Filters by this field (number). The backend's result code; 0 means no error. */
                code?: string;
                /** @description Filters by this field (number). End time minus start time. */
                duration_seconds?: string;
                /** @description Filters by this field (number). Run number; increases each time the backend reruns a finished job. */
                attempt?: string;
                /** @description Filters by this field (number). All jobs. */
                "spawned.total"?: string;
                /** @description Filters by this field (number). Still running. */
                "spawned.running"?: string;
                /** @description Filters by this field (number). Ended, with any result. */
                "spawned.completed"?: string;
                /** @description Filters by this field (number). Ended successfully. */
                "spawned.successful"?: string;
                /** @description Filters by this field (number). Failed. */
                "spawned.failed"?: string;
                /** @description Filters by this field (number). Cancelled. */
                "spawned.aborted"?: string;
                /** @description Filters by this field (time). Submit time, or else start time, or else first observation. Lists are sorted by it, newest first. */
                created_time?: string;
                /** @description Filters by this field (time). When the job was submitted, according to the backend. */
                submit_time?: string;
                /** @description Filters by this field (time). When the job started, according to the backend. */
                start_time?: string;
                /** @description Filters by this field (time). When the job ended, according to the backend. */
                end_time?: string;
                /** @description Filters by this field (time). When the gateway first observed the job, by the gateway's clock. */
                first_seen_time?: string;
                /** @description Filters by this field (time). When this record last changed, by the gateway's clock. */
                updated_time?: string;
                /** @description Filters by this field (time). When the action was requested. */
                "requested.time"?: string;
                /** @description Filters by this field (boolean). The job has ended or is gone. */
                terminal?: string;
                /** @description Filters by this field (boolean). The backend no longer has the job. */
                gone?: string;
                /** @description Filters by the label `site`. Every other label is a filter in the same way. */
                "source.labels.site"?: string;
                /** @description Text to find in the description, message, error message or object name, whatever the case. `*` matches any characters, unless the whole text is in double quotes. */
                query?: string;
                /** @description Comma-separated paths of the fields to return, with dots and braces (`svm.{name,uuid}`). `!` before a path excludes it (`*,!tasks`). `id` is always returned. */
                fields?: string;
                /** @description Up to 8 scalar fields, each with `asc` (default) or `desc`. Equal jobs are sorted by `id`. Absent values are last in both directions. Texts are compared by their first 320 characters. */
                order_by?: string;
                /** @description Page size. Values over 1,000 are reduced to 1,000. */
                max_records?: number;
                /** @description `false` returns only the number of jobs, without `records`. */
                return_records?: boolean;
                /** @description The opaque cursor of a `next` link. It is only valid with the filters, search and order of that link. Relative times refer to the time of the first page. */
                start?: string;
            };
            header?: {
                /** @description Entity tags of responses that the client has (RFC 9110); 304 if one of them is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of jobs, or their number. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Weak entity tag of the response. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobList"];
                };
            };
            /** @description The response that the client has is still current; no body. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `duplicate-parameter`: The query contains the same parameter more than once; join several values of a field with `|`.
             *
             *     `empty-parameter`: A parameter has no value.
             *
             *     `invalid-parameter`: The value of a parameter is not valid.
             *
             *     `invalid-cursor`: The `start` cursor was not created by this API, or it belongs to another list.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
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
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs.
             *
             *     `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
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
             * @description `overloaded`: The gateway has too many requests to answer, too many files to send or too many watches; `Retry-After` is the number of seconds to wait.
             *
             *     `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
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
            query: {
                /** @description Filters by this field (enum). State of the job; the same values for all backends. `queued`: accepted, not started yet; `running`: in progress; for ONTAP also while the job is being paused or cancelled; `paused`: stopped, can be resumed; `success`: ended successfully; `warning`: ended successfully, with a warning; `partial_failure`: ended, but part of the work failed; `failure`: failed; `error` and `message` have the reason; `cancelled`: ended by a cancellation; `unknown`: the backend reported an unknown state, or (with `gone`) the job is gone and its outcome was not seen. One of queued, running, paused, success, warning, partial_failure, failure, cancelled, unknown. */
                state?: string;
                /** @description Filters by this field (enum). Kind of backend. One of ontap, service-engine, unified-manager. */
                "source.kind"?: string;
                /** @description Filters by this field (enum). The action. One of pause, resume, cancel. */
                "requested.action"?: string;
                /** @description Filters by this field (enum). `accepted`: the job does not show the action yet; `done`: the job is paused, runs again, or ended after a cancel; `finished_first`: the job ended by itself first; `not_honoured`: the job did not show the action for ten minutes; `failed`: the backend refused it (`refused` in records of former versions); `unknown`: the response was lost. One of accepted, done, finished_first, not_honoured, failed, unknown, refused. */
                "requested.outcome"?: string;
                /** @description Filters by this field (text). `<source name>~<native id>`; needs no encoding in a URL path. */
                id?: string;
                /** @description Filters by this field (text). The backend's own id: `uuid` of ONTAP, `id` of Service Engine, `key` of Unified Manager. */
                native_id?: string;
                /** @description Filters by this field (text). Name of the source. */
                "source.name"?: string;
                /** @description Filters by this field (text). The backend's own state; `state/status` if it has two values. */
                native_state?: string;
                /** @description Filters by this field (text). Type of the job, if the backend reports one. */
                type?: string;
                /** @description Filters by this field (text). What the job does. */
                description?: string;
                /** @description Filters by this field (text). Progress or result, as text. */
                message?: string;
                /** @description Filters by this field (text). The backend's error code. */
                "error.code"?: string;
                /** @description Filters by this field (text). Error message. */
                "error.message"?: string;
                /** @description Filters by this field (text). The object or parameter that caused the error. */
                "error.target"?: string;
                /** @description Filters by this field (text). Native id of the job that started this job. */
                parent_id?: string;
                /** @description Filters by this field (text). The client that requested the action. */
                "requested.by"?: string;
                /** @description Filters by this field (text). Id of the record in `/api/actions`. */
                "requested.id"?: string;
                /** @description Filters by this field (text). Name. */
                "svm.name"?: string;
                /** @description Filters by this field (text). UUID. */
                "svm.uuid"?: string;
                /** @description Filters by this field (text). Id, if the backend does not use UUIDs. */
                "svm.id"?: string;
                /** @description Filters by this field (text). Type of the object. */
                "svm.type"?: string;
                /** @description Filters by this field (text). Name. */
                "node.name"?: string;
                /** @description Filters by this field (text). UUID. */
                "node.uuid"?: string;
                /** @description Filters by this field (text). Id, if the backend does not use UUIDs. */
                "node.id"?: string;
                /** @description Filters by this field (text). Type of the object. */
                "node.type"?: string;
                /** @description Filters by this field (text). Name. */
                "tenant.name"?: string;
                /** @description Filters by this field (text). UUID. */
                "tenant.uuid"?: string;
                /** @description Filters by this field (text). Id, if the backend does not use UUIDs. */
                "tenant.id"?: string;
                /** @description Filters by this field (text). Type of the object. */
                "tenant.type"?: string;
                /** @description Filters by this field (text). Name. */
                "user.name"?: string;
                /** @description Filters by this field (text). UUID. */
                "user.uuid"?: string;
                /** @description Filters by this field (text). Id, if the backend does not use UUIDs. */
                "user.id"?: string;
                /** @description Filters by this field (text). Type of the object. */
                "user.type"?: string;
                /** @description Filters by this field (text). Name. */
                "object.name"?: string;
                /** @description Filters by this field (text). UUID. */
                "object.uuid"?: string;
                /** @description Filters by this field (text). Id, if the backend does not use UUIDs. */
                "object.id"?: string;
                /** @description Filters by this field (text). Type of the object. */
                "object.type"?: string;
                /** @description Filters by this field (number). The backend's result code; 0 means no error. */
                code?: string;
                /** @description Filters by this field (number). End time minus start time. */
                duration_seconds?: string;
                /** @description Filters by this field (number). Run number; increases each time the backend reruns a finished job. */
                attempt?: string;
                /** @description Filters by this field (number). All jobs. */
                "spawned.total"?: string;
                /** @description Filters by this field (number). Still running. */
                "spawned.running"?: string;
                /** @description Filters by this field (number). Ended, with any result. */
                "spawned.completed"?: string;
                /** @description Filters by this field (number). Ended successfully. */
                "spawned.successful"?: string;
                /** @description Filters by this field (number). Failed. */
                "spawned.failed"?: string;
                /** @description Filters by this field (number). Cancelled. */
                "spawned.aborted"?: string;
                /** @description Filters by this field (time). Submit time, or else start time, or else first observation. Lists are sorted by it, newest first. */
                created_time?: string;
                /** @description Filters by this field (time). When the job was submitted, according to the backend. */
                submit_time?: string;
                /** @description Filters by this field (time). When the job started, according to the backend. */
                start_time?: string;
                /** @description Filters by this field (time). When the job ended, according to the backend. */
                end_time?: string;
                /** @description Filters by this field (time). When the gateway first observed the job, by the gateway's clock. */
                first_seen_time?: string;
                /** @description Filters by this field (time). When this record last changed, by the gateway's clock. */
                updated_time?: string;
                /** @description Filters by this field (time). When the action was requested. */
                "requested.time"?: string;
                /** @description Filters by this field (boolean). The job has ended or is gone. */
                terminal?: string;
                /** @description Filters by this field (boolean). The backend no longer has the job. */
                gone?: string;
                /** @description Filters by the label `site`. Every other label is a filter in the same way. */
                "source.labels.site"?: string;
                /** @description Text to find in the description, message, error message or object name, whatever the case. `*` matches any characters, unless the whole text is in double quotes. */
                query?: string;
                /** @description The action to perform. */
                action: "pause" | "resume" | "cancel";
                /** @description `true` for a preview. Exactly one of `dry_run=true` and `confirm` is required. */
                dry_run?: boolean;
                /** @description The token of a preview of the same request by the same caller, at most 10 minutes old. */
                confirm?: string;
            };
            header?: {
                /** @description A text of your choice, a UUID for example. A request with the same key within 24 hours is not carried out again: it gets the first answer. An answer with status 429 or 503 is not kept: the request may be repeated. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description No body, or an empty object. */
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What the action would do. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description `true` if this is the answer of an earlier request with the same `Idempotency-Key`. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkPreview"];
                };
            };
            /** @description The actions are being sent; `Location` shows their progress. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description `true` if this is the answer of an earlier request with the same `Idempotency-Key`. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Path of the bulk action. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /**
             * @description `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `duplicate-parameter`: The query contains the same parameter more than once; join several values of a field with `|`.
             *
             *     `empty-parameter`: A parameter has no value.
             *
             *     `invalid-parameter`: The value of a parameter is not valid.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
             *
             *     `malformed-body`: The body is not valid JSON, or it is not `{}`.
             *
             *     `bulk-action`: An action on all matching jobs needs a preview first, and then the token of that preview; nothing was sent.
             *
             *     `too-many-matches`: More jobs match than one bulk action may change; nothing was sent.
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
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs.
             *
             *     `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-in-use`: A request with this `Idempotency-Key` is still under way; after `Retry-After` seconds its answer is repeated. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than the limit. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body must be JSON: `application/json`, or a type that ends in `+json`. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-reused`: The `Idempotency-Key` belongs to another request of the last 24 hours; nothing was sent. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-actions`: Too many actions wait for the source; nothing was sent. `Retry-After` is the number of seconds to wait.
             *
             *     `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
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
             * @description `overloaded`: The gateway has too many requests to answer, too many files to send or too many watches; `Retry-After` is the number of seconds to wait.
             *
             *     `store-unavailable`: The store is not available, so the request could not be completed; lists and known jobs are still served.
             *
             *     `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
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
                /** @description Filters by this field (enum). State of the job; the same values for all backends. `queued`: accepted, not started yet; `running`: in progress; for ONTAP also while the job is being paused or cancelled; `paused`: stopped, can be resumed; `success`: ended successfully; `warning`: ended successfully, with a warning; `partial_failure`: ended, but part of the work failed; `failure`: failed; `error` and `message` have the reason; `cancelled`: ended by a cancellation; `unknown`: the backend reported an unknown state, or (with `gone`) the job is gone and its outcome was not seen. One of queued, running, paused, success, warning, partial_failure, failure, cancelled, unknown. */
                state?: string;
                /** @description Filters by this field (enum). Kind of backend. One of ontap, service-engine, unified-manager. */
                "source.kind"?: string;
                /** @description Filters by this field (enum). The action. One of pause, resume, cancel. */
                "requested.action"?: string;
                /** @description Filters by this field (enum). `accepted`: the job does not show the action yet; `done`: the job is paused, runs again, or ended after a cancel; `finished_first`: the job ended by itself first; `not_honoured`: the job did not show the action for ten minutes; `failed`: the backend refused it (`refused` in records of former versions); `unknown`: the response was lost. One of accepted, done, finished_first, not_honoured, failed, unknown, refused. */
                "requested.outcome"?: string;
                /** @description Filters by this field (text). `<source name>~<native id>`; needs no encoding in a URL path. */
                id?: string;
                /** @description Filters by this field (text). The backend's own id: `uuid` of ONTAP, `id` of Service Engine, `key` of Unified Manager. */
                native_id?: string;
                /** @description Filters by this field (text). Name of the source. */
                "source.name"?: string;
                /** @description Filters by this field (text). The backend's own state; `state/status` if it has two values. */
                native_state?: string;
                /** @description Filters by this field (text). Type of the job, if the backend reports one. */
                type?: string;
                /** @description Filters by this field (text). What the job does. */
                description?: string;
                /** @description Filters by this field (text). Progress or result, as text. */
                message?: string;
                /** @description Filters by this field (text). The backend's error code. */
                "error.code"?: string;
                /** @description Filters by this field (text). Error message. */
                "error.message"?: string;
                /** @description Filters by this field (text). The object or parameter that caused the error. */
                "error.target"?: string;
                /** @description Filters by this field (text). Native id of the job that started this job. */
                parent_id?: string;
                /** @description Filters by this field (text). The client that requested the action. */
                "requested.by"?: string;
                /** @description Filters by this field (text). Id of the record in `/api/actions`. */
                "requested.id"?: string;
                /** @description Filters by this field (text). Name. */
                "svm.name"?: string;
                /** @description Filters by this field (text). UUID. */
                "svm.uuid"?: string;
                /** @description Filters by this field (text). Id, if the backend does not use UUIDs. */
                "svm.id"?: string;
                /** @description Filters by this field (text). Type of the object. */
                "svm.type"?: string;
                /** @description Filters by this field (text). Name. */
                "node.name"?: string;
                /** @description Filters by this field (text). UUID. */
                "node.uuid"?: string;
                /** @description Filters by this field (text). Id, if the backend does not use UUIDs. */
                "node.id"?: string;
                /** @description Filters by this field (text). Type of the object. */
                "node.type"?: string;
                /** @description Filters by this field (text). Name. */
                "tenant.name"?: string;
                /** @description Filters by this field (text). UUID. */
                "tenant.uuid"?: string;
                /** @description Filters by this field (text). Id, if the backend does not use UUIDs. */
                "tenant.id"?: string;
                /** @description Filters by this field (text). Type of the object. */
                "tenant.type"?: string;
                /** @description Filters by this field (text). Name. */
                "user.name"?: string;
                /** @description Filters by this field (text). UUID. */
                "user.uuid"?: string;
                /** @description Filters by this field (text). Id, if the backend does not use UUIDs. */
                "user.id"?: string;
                /** @description Filters by this field (text). Type of the object. */
                "user.type"?: string;
                /** @description Filters by this field (text). Name. */
                "object.name"?: string;
                /** @description Filters by this field (text). UUID. */
                "object.uuid"?: string;
                /** @description Filters by this field (text). Id, if the backend does not use UUIDs. */
                "object.id"?: string;
                /** @description Filters by this field (text). Type of the object. */
                "object.type"?: string;
                /** @description Filters by this field (number). The backend's result code; 0 means no error. */
                code?: string;
                /** @description Filters by this field (number). End time minus start time. */
                duration_seconds?: string;
                /** @description Filters by this field (number). Run number; increases each time the backend reruns a finished job. */
                attempt?: string;
                /** @description Filters by this field (number). All jobs. */
                "spawned.total"?: string;
                /** @description Filters by this field (number). Still running. */
                "spawned.running"?: string;
                /** @description Filters by this field (number). Ended, with any result. */
                "spawned.completed"?: string;
                /** @description Filters by this field (number). Ended successfully. */
                "spawned.successful"?: string;
                /** @description Filters by this field (number). Failed. */
                "spawned.failed"?: string;
                /** @description Filters by this field (number). Cancelled. */
                "spawned.aborted"?: string;
                /** @description Filters by this field (time). Submit time, or else start time, or else first observation. Lists are sorted by it, newest first. */
                created_time?: string;
                /** @description Filters by this field (time). When the job was submitted, according to the backend. */
                submit_time?: string;
                /** @description Filters by this field (time). When the job started, according to the backend. */
                start_time?: string;
                /** @description Filters by this field (time). When the job ended, according to the backend. */
                end_time?: string;
                /** @description Filters by this field (time). When the gateway first observed the job, by the gateway's clock. */
                first_seen_time?: string;
                /** @description Filters by this field (time). When this record last changed, by the gateway's clock. */
                updated_time?: string;
                /** @description Filters by this field (time). When the action was requested. */
                "requested.time"?: string;
                /** @description Filters by this field (boolean). The job has ended or is gone. */
                terminal?: string;
                /** @description Filters by this field (boolean). The backend no longer has the job. */
                gone?: string;
                /** @description Filters by the label `site`. Every other label is a filter in the same way. */
                "source.labels.site"?: string;
                /** @description Text to find in the description, message, error message or object name, whatever the case. `*` matches any characters, unless the whole text is in double quotes. */
                query?: string;
                /** @description Up to 4 scalar fields. More than 10000 groups are an error. `message_pattern` is the error message, or else the message, with `*` in place of quoted texts, numbers, ids, paths and names with digits. */
                group_by?: string;
                /** @description Groups also by intervals of a time, from 1s to 366d (s, m, h, d, w), counted from the epoch in UTC. `interval` or `time` alone is sufficient. */
                interval?: string;
                /** @description The field whose times are grouped. */
                time?: string;
                /** @description Adds the percentiles of the durations to each group. */
                percentiles?: "duration_seconds";
            };
            header?: {
                /** @description Entity tags of responses that the client has (RFC 9110); 304 if one of them is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The groups and their numbers of jobs. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Weak entity tag of the response. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobSummary"];
                };
            };
            /** @description The response that the client has is still current; no body. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `duplicate-parameter`: The query contains the same parameter more than once; join several values of a field with `|`.
             *
             *     `empty-parameter`: A parameter has no value.
             *
             *     `invalid-parameter`: The value of a parameter is not valid.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
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
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs.
             *
             *     `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
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
             * @description `overloaded`: The gateway has too many requests to answer, too many files to send or too many watches; `Retry-After` is the number of seconds to wait.
             *
             *     `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
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
                /** @description Comma-separated paths of the fields to return, with dots and braces (`svm.{name,uuid}`). `!` before a path excludes it (`*,!tasks`). `id` is always returned. */
                fields?: string;
                /** @description Seconds to wait until the job has ended; then the job is returned as it is. Has priority over `Prefer`. */
                wait?: number;
            };
            header?: {
                /** @description Entity tags of responses that the client has (RFC 9110); 304 if one of them is still current. */
                "If-None-Match"?: string;
                /** @description `wait=N` (RFC 7240) has the same effect as the parameter. Larger values are reduced to 120. */
                Prefer?: string;
            };
            path: {
                /** @description `<source name>~<native id>`, or a native id that only one job has. */
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
                    /** @description Weak entity tag of the response. */
                    ETag?: string;
                    /** @description The wait that `Prefer` requested; absent if it requested none. */
                    "Preference-Applied"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobPart"];
                };
            };
            /** @description The response that the client has is still current; no body. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `duplicate-parameter`: The query contains the same parameter more than once; join several values of a field with `|`.
             *
             *     `empty-parameter`: A parameter has no value.
             *
             *     `invalid-parameter`: The value of a parameter is not valid.
             *
             *     `malformed-id`: The job id or source name in the path is not valid; nothing was sent to a backend.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
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
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs.
             *
             *     `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job-not-found`: The gateway has no record of the job, and a lookup at its backend, if one was possible, did not find it. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ambiguous-id`: Jobs of several sources have this native id; `candidates` lists their ids. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
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
             * @description `backend-unreachable`: The connection to the backend failed, or it did not respond in time; an action was not sent.
             *
             *     `backend-unauthorized`: The backend refused the login that is configured for it.
             *
             *     `backend-refused`: The backend refused the request, usually because the role of the configured login does not permit it.
             *
             *     `backend-malformed`: The response is not what this kind of backend sends, for example an error page of a proxy.
             *
             *     `backend-failed`: The backend reported an internal error; `error` has its code and text.
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
             * @description `backend-throttled`: The backend, or the gateway's lookup queue for it, is overloaded; `Retry-After` is the number of seconds to wait.
             *
             *     `store-unavailable`: The store is not available, so the request could not be completed; lists and known jobs are still served.
             *
             *     `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
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
                /** @description The action to perform. */
                action: "pause" | "resume" | "cancel";
            };
            header?: {
                /** @description A text of your choice, a UUID for example. A request with the same key within 24 hours is not carried out again: it gets the first answer. An answer with status 429 or 503 is not kept: the request may be repeated. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description `<source name>~<native id>`, or a native id that only one job has. */
                id: string;
            };
            cookie?: never;
        };
        /** @description No body, or an empty object. */
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The job; it shows the action. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description `true` if this is the answer of an earlier request with the same `Idempotency-Key`. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description The backend accepted the action; the job does not show it yet. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description `true` if this is the answer of an earlier request with the same `Idempotency-Key`. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /**
             * @description `malformed-id`: The job id or source name in the path is not valid; nothing was sent to a backend.
             *
             *     `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `duplicate-parameter`: The query contains the same parameter more than once; join several values of a field with `|`.
             *
             *     `empty-parameter`: A parameter has no value.
             *
             *     `invalid-parameter`: The value of a parameter is not valid.
             *
             *     `malformed-body`: The body is not valid JSON, or it is not `{}`.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
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
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs.
             *
             *     `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job-not-found`: The gateway has no record of the job, and a lookup at its backend, if one was possible, did not find it. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-action`: The job, or its kind of backend, does not support the action. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Supported methods. */
                    Allow: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
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
             * @description `ambiguous-id`: Jobs of several sources have this native id; `candidates` lists their ids.
             *
             *     `key-in-use`: A request with this `Idempotency-Key` is still under way; after `Retry-After` seconds its answer is repeated.
             *
             *     `job-ended`: The job is in a terminal state, so no action is possible; `job` is its record.
             *
             *     `action-conflict`: The action is not possible in the current state of the job.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job-gone`: The backend no longer has the job; `job` is its last known record. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than the limit. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body must be JSON: `application/json`, or a type that ends in `+json`. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-reused`: The `Idempotency-Key` belongs to another request of the last 24 hours; nothing was sent. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-actions`: Too many actions wait for the source; nothing was sent. `Retry-After` is the number of seconds to wait.
             *
             *     `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
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
             * @description `backend-unreachable`: The connection to the backend failed, or it did not respond in time; an action was not sent.
             *
             *     `backend-unauthorized`: The backend refused the login that is configured for it.
             *
             *     `backend-refused`: The backend refused the request, usually because the role of the configured login does not permit it.
             *
             *     `backend-malformed`: The response is not what this kind of backend sends, for example an error page of a proxy.
             *
             *     `backend-failed`: The backend reported an internal error; `error` has its code and text.
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
             * @description `backend-throttled`: The backend, or the gateway's lookup queue for it, is overloaded; `Retry-After` is the number of seconds to wait.
             *
             *     `store-unavailable`: The store is not available, so the request could not be completed; lists and known jobs are still served.
             *
             *     `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `outcome-unknown`: The action was sent but the response was lost; the job is fetched at once and shows the result. */
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
    getJobHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `<source name>~<native id>`, or a native id that only one job has. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The changes. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobHistory"];
                };
            };
            /**
             * @description `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `malformed-id`: The job id or source name in the path is not valid; nothing was sent to a backend.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
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
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs.
             *
             *     `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job-not-found`: The gateway has no record of the job, and a lookup at its backend, if one was possible, did not find it. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ambiguous-id`: Jobs of several sources have this native id; `candidates` lists their ids. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
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
             * @description `backend-unreachable`: The connection to the backend failed, or it did not respond in time; an action was not sent.
             *
             *     `backend-unauthorized`: The backend refused the login that is configured for it.
             *
             *     `backend-refused`: The backend refused the request, usually because the role of the configured login does not permit it.
             *
             *     `backend-malformed`: The response is not what this kind of backend sends, for example an error page of a proxy.
             *
             *     `backend-failed`: The backend reported an internal error; `error` has its code and text.
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
             * @description `overloaded`: The gateway has too many requests to answer, too many files to send or too many watches; `Retry-After` is the number of seconds to wait.
             *
             *     `backend-throttled`: The backend, or the gateway's lookup queue for it, is overloaded; `Retry-After` is the number of seconds to wait.
             *
             *     `store-unavailable`: The store is not available, so the request could not be completed; lists and known jobs are still served.
             *
             *     `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOntapCluster: {
        parameters: {
            query?: {
                /** @description Fields to return: `*`, or a list with dots, braces and `!`. A list of jobs without `fields` has only `uuid` and link. */
                fields?: string;
                /** @description Allows unknown names in `fields`. */
                ignore_unknown_fields?: boolean;
                /** @description Accepted, but has no effect. */
                max_records?: number;
                /** @description `false` returns only the number of jobs of a list. */
                return_records?: boolean;
                /** @description Accepted, but has no effect. */
                return_timeout?: number;
                /** @description Indents the response. */
                pretty?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The gateway as a cluster. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Always `job-gateway`. */
                        name?: string;
                        /**
                         * Format: uuid
                         * @description UUID of the stored data: the same for every replica and after a restart.
                         */
                        uuid?: string;
                        /** @description The release of ONTAP whose API the gateway follows. */
                        version?: {
                            /** @description The release in words. */
                            full?: string;
                            /** @example 9 */
                            generation?: number;
                            /** @example 11 */
                            major?: number;
                            /** @example 1 */
                            minor?: number;
                        };
                        _links: {
                            self?: {
                                /** @description A path on this server. */
                                href?: string;
                            };
                        };
                    };
                };
            };
            /**
             * @description `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `duplicate-parameter`: The query contains the same parameter more than once; join several values of a field with `|`.
             *
             *     `empty-parameter`: A parameter has no value.
             *
             *     `invalid-parameter`: The value of a parameter is not valid.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs.
             *
             *     `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `store-unavailable`: The store is not available, so the request could not be completed; lists and known jobs are still served.
             *
             *     `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
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
                /** @description Fields to return: `*`, or a list with dots, braces and `!`. A list of jobs without `fields` has only `uuid` and link. */
                fields?: string;
                /** @description Allows unknown names in `fields`. */
                ignore_unknown_fields?: boolean;
                /** @description Page size. Values over 1,000 are reduced to 1,000. */
                max_records?: number;
                /** @description Fields, each with `asc` or `desc`. The default is newest first. `$orderBy` is the same. */
                order_by?: string;
                /** @description The opaque cursor of a `next` link. */
                start?: string;
                /** @description `false` returns only the number of jobs of a list. */
                return_records?: boolean;
                /** @description Accepted, but has no effect. */
                return_timeout?: number;
                /** @description Indents the response. */
                pretty?: boolean;
            };
            header?: {
                /** @description Confines the request to the jobs of this SVM; others count as missing. */
                "X-Dot-SVM-Name"?: string;
                /** @description Confines the request to the jobs of this SVM; others count as missing. */
                "X-Dot-SVM-UUID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of jobs. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Link to the next page (RFC 8288); absent on the last page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        records?: components["schemas"]["OntapJob"][];
                        /** @description Number of jobs on this page; with `return_records=false`, of all matching jobs. */
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
             * @description `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `duplicate-parameter`: The query contains the same parameter more than once; join several values of a field with `|`.
             *
             *     `empty-parameter`: A parameter has no value.
             *
             *     `invalid-parameter`: The value of a parameter is not valid.
             *
             *     `invalid-cursor`: The `start` cursor was not created by this API, or it belongs to another list.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs.
             *
             *     `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `overloaded`: The gateway has too many requests to answer, too many files to send or too many watches; `Retry-After` is the number of seconds to wait.
             *
             *     `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
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
                /** @description The action to perform. */
                action: "pause" | "resume" | "cancel";
                /** @description Accepted, but has no effect: the action is sent to every matching job. */
                continue_on_failure?: boolean;
                /** @description `true` sends the action to one job after the other. */
                serial_records?: boolean;
                /** @description `false` returns only the number of jobs of a list. */
                return_records?: boolean;
                /** @description Accepted, but has no effect. */
                return_timeout?: number;
                /** @description Indents the response. */
                pretty?: boolean;
            };
            header?: {
                /** @description A text of your choice, a UUID for example. A request with the same key within 24 hours is not carried out again: it gets the first answer. An answer with status 429 or 503 is not kept: the request may be repeated. */
                "Idempotency-Key"?: string;
                /** @description Confines the request to the jobs of this SVM; others count as missing. */
                "X-Dot-SVM-Name"?: string;
                /** @description Confines the request to the jobs of this SVM; others count as missing. */
                "X-Dot-SVM-UUID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description No body, or an empty object. */
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description All matching jobs accepted the action. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Number of these jobs. */
                        num_records: number;
                    };
                };
            };
            /**
             * @description `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `duplicate-parameter`: The query contains the same parameter more than once; join several values of a field with `|`.
             *
             *     `empty-parameter`: A parameter has no value.
             *
             *     `invalid-parameter`: The value of a parameter is not valid.
             *
             *     `malformed-id`: The job id or source name in the path is not valid; nothing was sent to a backend.
             *
             *     `malformed-body`: The body is not valid JSON, or it is not `{}`.
             *
             *     `unbounded-action`: A `PATCH` of `/api/cluster/jobs` without a filter would act on every job; nothing was sent.
             *
             *     `too-many-matches`: More jobs match than one bulk action may change; nothing was sent.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs.
             *
             *     `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job-not-found`: The gateway has no record of the job, and a lookup at its backend, if one was possible, did not find it. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-action`: The job, or its kind of backend, does not support the action. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Supported methods. */
                    Allow: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `ambiguous-id`: Jobs of several sources have this native id; `candidates` lists their ids.
             *
             *     `key-in-use`: A request with this `Idempotency-Key` is still under way; after `Retry-After` seconds its answer is repeated.
             *
             *     `job-ended`: The job is in a terminal state, so no action is possible; `job` is its record.
             *
             *     `action-conflict`: The action is not possible in the current state of the job.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job-gone`: The backend no longer has the job; `job` is its last known record. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than the limit. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body must be JSON: `application/json`, or a type that ends in `+json`. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-reused`: The `Idempotency-Key` belongs to another request of the last 24 hours; nothing was sent. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-actions`: Too many actions wait for the source; nothing was sent. `Retry-After` is the number of seconds to wait.
             *
             *     `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `backend-unreachable`: The connection to the backend failed, or it did not respond in time; an action was not sent.
             *
             *     `backend-unauthorized`: The backend refused the login that is configured for it.
             *
             *     `backend-refused`: The backend refused the request, usually because the role of the configured login does not permit it.
             *
             *     `backend-malformed`: The response is not what this kind of backend sends, for example an error page of a proxy.
             *
             *     `backend-failed`: The backend reported an internal error; `error` has its code and text.
             */
            502: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `backend-throttled`: The backend, or the gateway's lookup queue for it, is overloaded; `Retry-After` is the number of seconds to wait.
             *
             *     `store-unavailable`: The store is not available, so the request could not be completed; lists and known jobs are still served.
             *
             *     `overloaded`: The gateway has too many requests to answer, too many files to send or too many watches; `Retry-After` is the number of seconds to wait.
             *
             *     `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `outcome-unknown`: The action was sent but the response was lost; the job is fetched at once and shows the result. */
            504: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOntapJob: {
        parameters: {
            query?: {
                /** @description Fields to return: `*`, or a list with dots, braces and `!`. A list of jobs without `fields` has only `uuid` and link. */
                fields?: string;
                /** @description Allows unknown names in `fields`. */
                ignore_unknown_fields?: boolean;
                /** @description `false` returns only the number of jobs of a list. */
                return_records?: boolean;
                /** @description Accepted, but has no effect. */
                return_timeout?: number;
                /** @description Indents the response. */
                pretty?: boolean;
            };
            header?: {
                /** @description Confines the request to the jobs of this SVM; others count as missing. */
                "X-Dot-SVM-Name"?: string;
                /** @description Confines the request to the jobs of this SVM; others count as missing. */
                "X-Dot-SVM-UUID"?: string;
            };
            path: {
                /** @description The job id of the gateway, or a native id that only one job has. */
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
             * @description `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `duplicate-parameter`: The query contains the same parameter more than once; join several values of a field with `|`.
             *
             *     `empty-parameter`: A parameter has no value.
             *
             *     `invalid-parameter`: The value of a parameter is not valid.
             *
             *     `malformed-id`: The job id or source name in the path is not valid; nothing was sent to a backend.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs.
             *
             *     `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job-not-found`: The gateway has no record of the job, and a lookup at its backend, if one was possible, did not find it. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ambiguous-id`: Jobs of several sources have this native id; `candidates` lists their ids. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `backend-unreachable`: The connection to the backend failed, or it did not respond in time; an action was not sent.
             *
             *     `backend-unauthorized`: The backend refused the login that is configured for it.
             *
             *     `backend-refused`: The backend refused the request, usually because the role of the configured login does not permit it.
             *
             *     `backend-malformed`: The response is not what this kind of backend sends, for example an error page of a proxy.
             *
             *     `backend-failed`: The backend reported an internal error; `error` has its code and text.
             */
            502: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `backend-throttled`: The backend, or the gateway's lookup queue for it, is overloaded; `Retry-After` is the number of seconds to wait.
             *
             *     `store-unavailable`: The store is not available, so the request could not be completed; lists and known jobs are still served.
             *
             *     `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    actOnOntapJob: {
        parameters: {
            query: {
                /** @description The action to perform. */
                action: "pause" | "resume" | "cancel";
                /** @description `false` returns only the number of jobs of a list. */
                return_records?: boolean;
                /** @description Accepted, but has no effect. */
                return_timeout?: number;
                /** @description Indents the response. */
                pretty?: boolean;
            };
            header?: {
                /** @description A text of your choice, a UUID for example. A request with the same key within 24 hours is not carried out again: it gets the first answer. An answer with status 429 or 503 is not kept: the request may be repeated. */
                "Idempotency-Key"?: string;
                /** @description Confines the request to the jobs of this SVM; others count as missing. */
                "X-Dot-SVM-Name"?: string;
                /** @description Confines the request to the jobs of this SVM; others count as missing. */
                "X-Dot-SVM-UUID"?: string;
            };
            path: {
                /** @description The job id of the gateway, or a native id that only one job has. */
                uuid: string;
            };
            cookie?: never;
        };
        /** @description No body, or an empty object. */
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The backend accepted the action; the job may show it later. */
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
             * @description `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `duplicate-parameter`: The query contains the same parameter more than once; join several values of a field with `|`.
             *
             *     `empty-parameter`: A parameter has no value.
             *
             *     `invalid-parameter`: The value of a parameter is not valid.
             *
             *     `malformed-id`: The job id or source name in the path is not valid; nothing was sent to a backend.
             *
             *     `malformed-body`: The body is not valid JSON, or it is not `{}`.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs.
             *
             *     `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job-not-found`: The gateway has no record of the job, and a lookup at its backend, if one was possible, did not find it. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-action`: The job, or its kind of backend, does not support the action. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Supported methods. */
                    Allow: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `ambiguous-id`: Jobs of several sources have this native id; `candidates` lists their ids.
             *
             *     `key-in-use`: A request with this `Idempotency-Key` is still under way; after `Retry-After` seconds its answer is repeated.
             *
             *     `job-ended`: The job is in a terminal state, so no action is possible; `job` is its record.
             *
             *     `action-conflict`: The action is not possible in the current state of the job.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job-gone`: The backend no longer has the job; `job` is its last known record. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than the limit. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body must be JSON: `application/json`, or a type that ends in `+json`. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-reused`: The `Idempotency-Key` belongs to another request of the last 24 hours; nothing was sent. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-actions`: Too many actions wait for the source; nothing was sent. `Retry-After` is the number of seconds to wait.
             *
             *     `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `backend-unreachable`: The connection to the backend failed, or it did not respond in time; an action was not sent.
             *
             *     `backend-unauthorized`: The backend refused the login that is configured for it.
             *
             *     `backend-refused`: The backend refused the request, usually because the role of the configured login does not permit it.
             *
             *     `backend-malformed`: The response is not what this kind of backend sends, for example an error page of a proxy.
             *
             *     `backend-failed`: The backend reported an internal error; `error` has its code and text.
             */
            502: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `backend-throttled`: The backend, or the gateway's lookup queue for it, is overloaded; `Retry-After` is the number of seconds to wait.
             *
             *     `store-unavailable`: The store is not available, so the request could not be completed; lists and known jobs are still served.
             *
             *     `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
            /** @description `outcome-unknown`: The action was sent but the response was lost; the job is fetched at once and shows the result. */
            504: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                    "application/hal+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSources: {
        parameters: {
            query?: {
                /** @description Filters by this field (enum). Kind of backend. One of ontap, service-engine, unified-manager. */
                kind?: string;
                /** @description Filters by this field (enum). `starting`: not polled yet; `ok`: the last poll succeeded; `degraded`: the last poll failed or was incomplete, but the data is not older than twice the interval; `failing`: the data is older than twice the interval; `unauthorized`: the backend refuses the login One of starting, ok, degraded, failing, unauthorized. */
                status?: string;
                /** @description Filters by this field (enum). Kind of origin. One of config, file, discovery. */
                "origin.kind"?: string;
                /** @description Filters by this field (text). Name in the configuration. */
                name?: string;
                /** @description Filters by this field (text). Origin of the backend. */
                url?: string;
                /** @description Filters by this field (text). Path of the file, relative to the configuration file's folder if it is below it. */
                "origin.file"?: string;
                /** @description Filters by this field (text). Name of the source that reported the cluster; absent if the caller may not see it. */
                "origin.source"?: string;
                /** @description Filters by this field (text). UUID of the cluster. */
                "origin.cluster_uuid"?: string;
                /** @description Filters by this field (text). Reason for the status, starting with the error's stable code; absent if the status is `ok`. */
                reason?: string;
                /** @description Filters by this field (text). Version of the backend; absent if unknown. */
                version?: string;
                /** @description Filters by this field (text). Name of the replica that polls the source; absent if unknown. */
                polled_by?: string;
                /** @description Filters by this field (number). Time between polls. */
                interval_seconds?: string;
                /** @description Filters by this field (number). Number of failed polls in a row. */
                consecutive_failures?: string;
                /** @description Filters by this field (number). The backend's clock minus the gateway's clock. */
                clock_offset_seconds?: string;
                /** @description Filters by this field (number). Number of jobs in the state `queued`. */
                "jobs.queued"?: string;
                /** @description Filters by this field (number). Number of jobs in the state `running`. */
                "jobs.running"?: string;
                /** @description Filters by this field (number). Number of jobs in the state `paused`. */
                "jobs.paused"?: string;
                /** @description Filters by this field (number). Number of jobs in the state `success`. */
                "jobs.success"?: string;
                /** @description Filters by this field (number). Number of jobs in the state `warning`. */
                "jobs.warning"?: string;
                /** @description Filters by this field (number). Number of jobs in the state `partial_failure`. */
                "jobs.partial_failure"?: string;
                /** @description Filters by this field (number). Number of jobs in the state `failure`. */
                "jobs.failure"?: string;
                /** @description Filters by this field (number). Number of jobs in the state `cancelled`. */
                "jobs.cancelled"?: string;
                /** @description Filters by this field (number). Number of jobs in the state `unknown`. */
                "jobs.unknown"?: string;
                /** @description Filters by this field (time). Start of the first poll that listed jobs: jobs that had ended before can be missing. */
                first_poll_time?: string;
                /** @description Filters by this field (time). Start of the last poll. */
                last_poll_time?: string;
                /** @description Filters by this field (time). Start of the last complete poll. */
                last_success_time?: string;
                /** @description Filters by this field (time). Start of the next poll. */
                next_poll_time?: string;
                /** @description Filters by this field (number). Age of the data; absent before the first successful poll. */
                age_seconds?: string;
                /** @description Filters by the label `site`. Every other label is a filter in the same way. */
                "labels.site"?: string;
                /** @description Comma-separated paths of the fields to return, with dots and braces (`origin.{kind,file}`). `!` before a path excludes it (`*,!labels`). `name` is always returned. */
                fields?: string;
                /** @description Up to 8 scalar fields, each with `asc` (default) or `desc`. Equal sources are sorted by `name`. Absent values are last in both directions. Texts are compared by their first 320 characters. */
                order_by?: string;
                /** @description Page size. Values over 1,000 are reduced to 1,000. */
                max_records?: number;
                /** @description `false` returns only the number of sources, without `records`. */
                return_records?: boolean;
                /** @description The opaque cursor of a `next` link. It is only valid with the filters, search and order of that link. Relative times refer to the time of the first page. */
                start?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of sources, or their number. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceList"];
                };
            };
            /**
             * @description `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `duplicate-parameter`: The query contains the same parameter more than once; join several values of a field with `|`.
             *
             *     `empty-parameter`: A parameter has no value.
             *
             *     `invalid-parameter`: The value of a parameter is not valid.
             *
             *     `invalid-cursor`: The `start` cursor was not created by this API, or it belongs to another list.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
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
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs.
             *
             *     `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
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
             * @description `overloaded`: The gateway has too many requests to answer, too many files to send or too many watches; `Retry-After` is the number of seconds to wait.
             *
             *     `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
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
            query?: {
                /** @description Comma-separated paths of the fields to return, with dots and braces (`origin.{kind,file}`). `!` before a path excludes it (`*,!labels`). `name` is always returned. */
                fields?: string;
            };
            header?: never;
            path: {
                /** @description Name of a source. */
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
                    "application/json": components["schemas"]["SourcePart"];
                };
            };
            /**
             * @description `malformed-id`: The job id or source name in the path is not valid; nothing was sent to a backend.
             *
             *     `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `duplicate-parameter`: The query contains the same parameter more than once; join several values of a field with `|`.
             *
             *     `empty-parameter`: A parameter has no value.
             *
             *     `invalid-parameter`: The value of a parameter is not valid.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
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
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs.
             *
             *     `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `source-not-found`: No source with this name is configured. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
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
                /** @description Name of a source. */
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
             * @description `malformed-id`: The job id or source name in the path is not valid; nothing was sent to a backend.
             *
             *     `unknown-parameter`: The query contains a parameter that this endpoint does not support.
             *
             *     `malformed-body`: The body is not valid JSON, or it is not `{}`.
             *
             *     `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded.
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
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs.
             *
             *     `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `source-not-found`: No source with this name is configured. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is larger than the limit. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The body must be JSON: `application/json`, or a type that ends in `+json`. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
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
            /** @description The process responds. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
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
            /** @description The view is caught up with the change log. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-ready`: The gateway is not caught up with its store, so its data may be outdated. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
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
            /** @description Counters since the start of the process, and gauges, in the Prometheus text format. A caller who may not see all sources gets the metrics of the sources that they may see, and no others. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description `malformed-request`: The request is not valid HTTP, or its URL is not correctly encoded. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The ways to sign in. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: The caller is signed in, but their role does not permit this request; `detail` names the role it needs.
             *
             *     `cross-site-request`: A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The request did not arrive completely in time. */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `url-too-long`: The URL is longer than the limit. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-expectation`: The `Expect` header has a value other than `100-continue`. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-failed-logins`: Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.
             *
             *     `too-many-requests`: The caller has sent too many requests; `Retry-After` is the number of seconds to wait.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers-too-large`: The URL and the headers together are larger than the limit, or there are too many headers. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The gateway has a bug; its log has the details under the `request_id`. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `provider-unavailable`: The OpenID provider, or its keys, are not available, so the login could not be checked. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Seconds to wait before the next attempt. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
