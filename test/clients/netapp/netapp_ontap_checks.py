"""Checks of /api/cluster/jobs with NetApp's Python library for ONTAP.

Every check adds its own jobs through the simulator's control address and reads them only with the library. So the same
checks run against a simulated ONTAP and against the gateway in front of it. The last line of the output is JSON: the
number of checks that passed and that failed.
"""

import argparse
import itertools
import json
import time
import unittest
import urllib.parse
import urllib.request
import uuid as uuids

from netapp_ontap import HostConnection, NetAppRestError, config, utils
from netapp_ontap.resources import Cluster, Job

WAIT_LIMIT_SECONDS = 15
ACTIVE = [{"state": "running", "forMs": 600_000, "message": "Working"}]
ENDED = [{"state": "success", "message": "Complete: Successful"}]
TARGET = argparse.Namespace()


def needs_gateway(check):
    """Marks a check that runs only against a gateway, because ONTAP does not behave so."""
    check.needs_gateway = True
    return check


class JobChecks(unittest.TestCase):
    """The checks. Each name is the expected behaviour."""

    names = itertools.count(1)

    def setUp(self):
        self.tag = f"check-{next(self.names)}-{uuids.uuid4().hex[:6]}"
        self.requests = []
        config.CONNECTION = connect()
        config.CONNECTION.session.hooks["response"].append(lambda response, **_: self.requests.append(response.url))

    # Reading the cluster

    def test_the_cluster_has_its_version(self):
        cluster = Cluster()
        cluster.get()
        self.assertEqual(9, cluster.version.generation)
        self.assertTrue(cluster.name)
        self.assertEqual(36, len(cluster.uuid))
        cluster.get(fields="version")
        self.assertGreaterEqual(cluster.version.major, 11)

    # Reading collections

    def test_paging_returns_every_job_of_a_collection_once(self):
        made = {self.add(ACTIVE) for _ in range(7)}
        self.settle(count=7)
        self.requests.clear()
        jobs = list(Job.get_collection(description=f"{self.tag}*", max_records=3, fields="description,state"))
        self.assertEqual(sorted(made), sorted(job.uuid for job in jobs))
        self.assertEqual({"running"}, {job.state for job in jobs})
        self.assertGreaterEqual(len(self.requests), 3)

    def test_paging_keeps_the_order_of_an_ordered_collection(self):
        made = [self.add(ACTIVE, description=f"{self.tag} {letter}") for letter in "bdaec"]
        self.settle(count=5)
        for order, expected in (("asc", "abcde"), ("desc", "edcba")):
            query = {"description": f"{self.tag}*", "order_by": f"description {order}", "fields": "description"}
            jobs = list(Job.get_collection(max_records=2, **query))
            self.assertEqual(expected, "".join(job.description[-1] for job in jobs))
            self.assertEqual(sorted(made), sorted(job.uuid for job in jobs))

    def test_a_collection_has_only_uuid_and_link_without_fields_parameter(self):
        made = self.add(ACTIVE)
        self.settle(count=1)
        (raw,) = Job.fast_get_collection(description=self.tag)
        links = {"self": {"href": f"/api/cluster/jobs/{made}"}}
        self.assertEqual({"uuid": made, "_links": links}, raw.resource_data)

    def test_fields_select_the_fields_of_a_collection(self):
        self.add(ACTIVE, svm={"name": "svm1", "uuid": str(uuids.uuid4())})
        self.settle(count=1)
        (raw,) = Job.fast_get_collection(description=self.tag, fields="state,svm.{name}")
        record = raw.resource_data
        self.assertEqual({"uuid", "state", "svm", "_links"}, set(record))
        self.assertEqual("svm1", record["svm"]["name"])
        self.assertNotIn("uuid", record["svm"])
        (raw,) = Job.fast_get_collection(description=self.tag, fields="*,!message")
        self.assertIn("state", raw.resource_data)
        self.assertNotIn("message", raw.resource_data)

    def test_queries_select_the_same_jobs_as_in_ontap(self):
        error = {"code": "90", "message": "no such volume", "arguments": []}
        failed = [{"state": "failure", "code": 90, "message": "no such volume", "error": error}]
        one = self.add(ACTIVE, svm={"name": "svm1", "uuid": str(uuids.uuid4())}, node={"name": "n1"})
        two = self.add([{"state": "paused", "message": "a*b|c"}], svm=None, node={"name": "n2"})
        three = self.add(failed, svm=None, node={"name": "n1"})
        four = self.add(ENDED, svm={"name": "svm2", "uuid": str(uuids.uuid4())}, node={"name": "n3"})
        self.settle(count=4)
        for query, expected in (
            ({"state": "running"}, {one}),
            ({"state": "running|paused"}, {one, two}),
            ({"state": "!success"}, {one, two, three}),
            ({"state": "!success", "node.name": "n1"}, {one, three}),
            ({"message": "*such*"}, {three}),
            ({"message": '"a*b|c"'}, {two}),
            ({"message": "{a*b|c}"}, {two}),
            ({"message": "!*o*"}, {two}),
            ({"code": "90"}, {three}),
            ({"code": ">0"}, {three}),
            ({"code": "1..100"}, {three}),
            ({"code": "<90"}, {one, two, four}),
            ({"code": "!90"}, {one, two, four}),
            ({"end_time": "null"}, {one, two}),
            ({"end_time": "!null"}, {three, four}),
            ({"svm.name": "null"}, {two, three}),
            ({"svm.name": "svm*"}, {one, four}),
            ({"svm.name": "svm1|null"}, {one, two, three}),
            ({"error.code": "90"}, {three}),
            ({"error.message": "no such*"}, {three}),
            ({"error.code": "null"}, {one, two, four}),
            ({"start_time": ">2020-01-01T00:00:00Z"}, {one, two, three, four}),
            ({"start_time": "<2020-01-01T00:00:00+05:30"}, set()),
            ({"start_time": "2020-01-01T00:00:00Z..2100-01-01T00:00:00Z"}, {one, two, three, four}),
            ({"uuid": f"{one}|{four}"}, {one, four}),
        ):
            with self.subTest(**query):
                found = Job.get_collection(description=f"{self.tag}*", **query)
                self.assertEqual(expected, {job.uuid for job in found})

    def test_every_job_can_be_read(self):
        jobs = list(Job.get_collection(fields="**"))
        self.assertGreater(len(jobs), 10)
        for job in jobs:
            self.assertIn(job.state, ("queued", "running", "paused", "success", "failure"))
            self.assertIsInstance(job.code, int)
            self.assertIsInstance(job.description, str)
            self.assertEqual(f"/api/cluster/jobs/{job.uuid}", job.links.self_.href)
            if job.state == "failure":
                self.assertTrue(job.message)
            else:
                self.assertNotIn("error", job.to_dict())

    def test_a_collection_is_counted_without_its_records(self):
        for _ in range(3):
            self.add(ACTIVE)
        self.settle(count=3)
        self.assertEqual(3, Job.count_collection(description=f"{self.tag}*"))
        self.assertEqual(0, Job.count_collection(description=f"{self.tag}*", state="success"))

    # Reading one job

    def test_find_returns_the_single_match_with_its_fields(self):
        made = self.add(ACTIVE, description=f"{self.tag} only")
        self.settle(count=1)
        job = Job.find(description=f"{self.tag} only")
        self.assertEqual((made, "running", "Working", 0), (job.uuid, job.state, job.message, job.code))
        self.assertIsNotNone(job.start_time.tzinfo)
        self.assertIsNone(Job.find(description=f"{self.tag} none"))

    def test_find_rejects_several_matches(self):
        self.add(ACTIVE)
        self.add(ACTIVE)
        self.settle(count=2)
        with self.assertRaises(NetAppRestError):
            Job.find(description=f"{self.tag}*")

    def test_a_new_job_can_be_read_immediately(self):
        job = Job(uuid=self.add(ACTIVE))
        job.get()
        self.assertEqual(("running", "Working", 0, self.tag), (job.state, job.message, job.code, job.description))
        self.assertNotIn("end_time", job.to_dict())

    def test_fields_select_the_fields_of_one_job(self):
        job = Job(uuid=self.add(ACTIVE))
        job.get(fields="message,state,error")
        self.assertEqual("running", job.state)
        self.assertNotIn("description", job.to_dict())

    def test_a_failed_job_has_its_error(self):
        error = {"code": "917927", "message": "The volume was not found.", "arguments": [{"code": "1", "message": "v"}]}
        job = Job(uuid=self.add([{"state": "failure", "code": 917927, "message": error["message"], "error": error}]))
        job.get()
        self.assertEqual(("failure", 917927, error["message"]), (job.state, job.code, job.message))
        self.assertEqual(error["code"], job.error.code)
        self.assertEqual(error["message"], job.error.message)
        self.assertEqual("v", job.error.arguments[0].message)

    def test_an_unknown_job_returns_404_with_code_4(self):
        with self.assertRaises(NetAppRestError) as raised:
            Job(uuid=TARGET.prefix + str(uuids.uuid4())).get()
        self.assertEqual((404, "4"), status_and_code(raised))

    @needs_gateway
    def test_a_native_id_finds_a_job_that_was_never_observed(self):
        job = Job(uuid=self.add(ACTIVE).removeprefix(TARGET.prefix))
        job.get()
        self.assertEqual("running", job.state)
        with self.assertRaises(NetAppRestError) as raised:
            Job(uuid=str(uuids.uuid4())).get()
        self.assertEqual((404, "4"), status_and_code(raised))

    # Waiting

    def test_watch_job_waits_for_the_end_of_a_job(self):
        made = self.add([{"state": "running", "forMs": 1500}, *ENDED])
        response = utils.watch_job(f"/api/cluster/jobs/{made}", timeout=WAIT_LIMIT_SECONDS, interval=1)
        self.assertEqual("success", response.http_response.json()["state"])

    def test_watch_job_raises_the_message_of_a_failed_job(self):
        made = self.add([{"state": "running", "forMs": 500}, {"state": "failure", "code": 4, "message": "entry is out"}])
        with self.assertRaisesRegex(NetAppRestError, "Job failed: entry is out"):
            utils.watch_job(f"/api/cluster/jobs/{made}", timeout=WAIT_LIMIT_SECONDS, interval=1)

    @needs_gateway
    def test_the_outcome_of_a_job_that_ontap_has_deleted_can_be_read(self):
        made = self.add([{"state": "running", "forMs": 300}, *ENDED])
        self.until(made, "success")
        call_control(f"/backends/{TARGET.backend}/jobs/{made.removeprefix(TARGET.prefix)}", method="DELETE")
        response = utils.watch_job(f"/api/cluster/jobs/{made}", timeout=WAIT_LIMIT_SECONDS, interval=1)
        self.assertEqual("success", response.http_response.json()["state"])

    # Actions

    def test_a_job_can_be_paused_resumed_and_cancelled(self):
        job = Job(uuid=self.add(ACTIVE, pausable=True, cancellable=True, cancelledAs="failure"))
        job.get()
        for action, state in (("pause", "paused"), ("resume", "running"), ("cancel", "failure")):
            response = job.patch(action=action)
            self.assertEqual((200, {}), (response.http_response.status_code, response.http_response.json()))
            self.until(job.uuid, state)

    def test_an_action_applies_to_every_match_of_a_query(self):
        made = [self.add(ACTIVE, pausable=True) for _ in range(3)]
        bystander = self.add(ACTIVE, pausable=True, description="bystander")
        self.settle(count=3)
        response = Job.patch_collection({}, action="pause", description=f"{self.tag}*", return_timeout=0)
        self.assertEqual((200, 3), (response.http_response.status_code, response.http_response.json()["num_records"]))
        for each in made:
            self.until(each, "paused")
        self.until(bystander, "running")

    def test_rejected_actions_have_the_error_codes_of_ontap(self):
        rigid = Job(uuid=self.add(ACTIVE, pausable=False, cancellable=False))
        ended = Job(uuid=self.add(ENDED, pausable=True, cancellable=True))
        failing = Job(uuid=self.add(ACTIVE, refuseWith="459753"))
        for job, action, expected in (
            (rigid, "pause", "458783"),
            (rigid, "cancel", "458784"),
            (rigid, "resume", "458771"),
            (ended, "cancel", "458762"),
            (failing, "cancel", "459753"),
        ):
            with self.subTest(action=action, expected=expected):
                with self.assertRaises(NetAppRestError) as raised:
                    job.patch(action=action)
                status, code = status_and_code(raised)
                self.assertEqual(expected, code)
                self.assertGreaterEqual(status, 400)

    def test_an_action_on_an_unknown_job_returns_404(self):
        with self.assertRaises(NetAppRestError) as raised:
            Job(uuid=TARGET.prefix + str(uuids.uuid4())).patch(action="cancel")
        self.assertEqual((404, "4"), status_and_code(raised))

    @needs_gateway
    def test_an_action_without_a_query_is_rejected(self):
        made = self.add(ACTIVE, cancellable=True)
        with self.assertRaises(NetAppRestError) as raised:
            Job.patch_collection({}, action="cancel")
        self.assertEqual(400, status_and_code(raised)[0])
        self.until(made, "running")

    # Invalid requests

    def test_invalid_queries_have_the_error_codes_of_ontap(self):
        for query, expected in (
            ({"surprise": "1"}, "262179"),
            ({"fields": "uuid,surprise"}, "262197"),
            ({"state": "exploded"}, "262197"),
            ({"code": "many"}, "262197"),
            ({"max_records": "0"}, "262197"),
            ({"return_timeout": "121"}, "262197"),
            ({"order_by": "surprise"}, "262197"),
        ):
            with self.subTest(**query):
                with self.assertRaises(NetAppRestError) as raised:
                    list(Job.get_collection(**query))
                self.assertEqual((400, expected), status_and_code(raised))
        list(Job.get_collection(fields="uuid,surprise", ignore_unknown_fields="true", return_timeout=15))

    # Helpers

    def add(self, steps, **traits):
        """Adds a job to the backend and returns its id at the target. Unknown traits are fields of the record."""
        known = ("pausable", "cancellable", "cancelledAs", "refuseWith")
        script = {name: traits.pop(name) for name in known if name in traits}
        wire = {"description": self.tag, **traits}
        body = {"steps": steps, "wire": wire, **script}
        return TARGET.prefix + call_control(f"/backends/{TARGET.backend}/jobs", method="POST", body=body)["nativeId"]

    def settle(self, count):
        """Waits until the collection has the jobs of this check."""
        self.wait(lambda: len(list(Job.get_collection(description=f"{self.tag}*"))), count)

    def until(self, uuid, state):
        """Waits until a job has a state."""

        def read_state():
            job = Job(uuid=uuid)
            job.get(fields="state")
            return job.state

        self.wait(read_state, state)

    def wait(self, read, expected):
        """Waits until `read` returns the expected value."""
        deadline = time.monotonic() + WAIT_LIMIT_SECONDS
        while (seen := read()) != expected:
            if time.monotonic() > deadline:
                self.fail(f"waited {WAIT_LIMIT_SECONDS} s for {expected!r}; the last value was {seen!r}")
            time.sleep(0.1)


def connect():
    """A connection to the target, made as a script does."""
    url = urllib.parse.urlsplit(TARGET.url)
    return HostConnection(url.hostname, username="admin", password="simulator", port=url.port, scheme=url.scheme)


def status_and_code(raised):
    """The HTTP status and the ONTAP error code of an error that the library raised."""
    error = raised.exception
    return error.status_code, (error.response_body or {}).get("error", {}).get("code")


def call_control(path, method="GET", body=None):
    """Sends a request to the simulator's control address and returns the parsed response."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(TARGET.control + path, data, {"content-type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=WAIT_LIMIT_SECONDS) as response:
        text = response.read()
    return json.loads(text) if text else None


def main():
    """Runs all checks against the target given on the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True, help="origin that serves /api/cluster/jobs")
    parser.add_argument("--control", required=True, help="URL of the simulator's control address")
    parser.add_argument("--backend", required=True, help="name of the simulated ONTAP that gets the jobs")
    parser.add_argument("--gateway", action="store_true", help="the target is the gateway in front of it")
    parser.parse_args(namespace=TARGET)
    TARGET.prefix = f"{TARGET.backend}~" if TARGET.gateway else ""
    suite = unittest.TestSuite(
        JobChecks(name)
        for name in unittest.defaultTestLoader.getTestCaseNames(JobChecks)
        if TARGET.gateway or not getattr(getattr(JobChecks, name), "needs_gateway", False)
    )
    result = unittest.TextTestRunner(verbosity=1).run(suite)
    failed = len({test.id().split(" ")[0] for test, _ in result.failures + result.errors})
    print(json.dumps({"passed": result.testsRun - failed, "failed": failed}))


if __name__ == "__main__":
    main()
