"""Makes calls with boto 2 (Signature Version 2), as JSON on stdin asks for, and prints what came of each as JSON."""
import json
import sys
import xml.etree.ElementTree as ElementTree
from urllib.parse import urlparse

from boto.connection import AWSQueryConnection

asked = json.load(sys.stdin)
key = asked["key"]
endpoint = urlparse(asked["endpoint"])


class ImportExport(AWSQueryConnection):
    APIVersion = "2010-06-01"

    def _required_auth_capability(self):
        return ["sign-v2"]


connection = ImportExport(
    key["accessKeyId"],
    key["secretAccessKey"],
    is_secure=False,
    host=endpoint.hostname,
    port=endpoint.port,
    path="/",
    security_token=key.get("sessionToken"),
)
connection.num_retries = 0


def local(element):
    return element.tag.rpartition("}")[2]


def value_of(element):
    children = list(element)
    if local(element) in ("Jobs", "ArtifactList"):
        return [value_of(child) for child in children]
    return {local(child): value_of(child) for child in children} if children else element.text or ""


def parameters(params):
    flat = {}
    for name, value in params.items():
        if isinstance(value, list):
            connection.build_list_params(flat, value, name + ".member")
        elif isinstance(value, bool):
            flat[name] = "true" if value else "false"
        else:
            flat[name] = str(value)
    return flat


def outcome(call):
    verb = call.get("verb", "POST")
    response = connection.make_request(call["operation"], parameters(call["params"]), "/", verb)
    root = ElementTree.fromstring(response.read())
    if local(root) == "ErrorResponse":
        error = value_of(next(child for child in root if local(child) == "Error"))
        fault = {"code": error["Code"], "message": error["Message"], "status": response.status}
        fault["requestId"] = next(child.text for child in root if local(child) == "RequestId")
        return {"fault": fault}
    wrapper = next(child for child in root if local(child) == call["operation"] + "Result")
    return {"result": value_of(wrapper) or {}}


json.dump([outcome(call) for call in asked["calls"]], sys.stdout)
