"""Calls an Import/Export endpoint with boto 2 or boto3: a JSON order a line in, its JSON outcome a line out."""

import json
import sys
from urllib.parse import urlsplit
from xml.etree import ElementTree


def boto3_caller(endpoint, key):
    import boto3
    from botocore.config import Config
    from botocore.exceptions import ClientError

    client = boto3.client(
        "importexport",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=key["accessKeyId"],
        aws_secret_access_key=key["secretAccessKey"],
        aws_session_token=key.get("sessionToken"),
        config=Config(retries={"max_attempts": 0}, parameter_validation=False),
    )
    methods = {
        "CreateJob": client.create_job,
        "UpdateJob": client.update_job,
        "CancelJob": client.cancel_job,
        "GetStatus": client.get_status,
        "ListJobs": client.list_jobs,
        "GetShippingLabel": client.get_shipping_label,
    }

    def all_jobs(page_size):
        pages = client.get_paginator("list_jobs").paginate(PaginationConfig={"PageSize": page_size})
        return {"Jobs": [job for page in pages for job in page["Jobs"]]}

    def declared_faults():
        model = client.meta.service_model
        names = model.operation_names
        return {name: sorted(shape.name for shape in model.operation_model(name).error_shapes) for name in names}

    def call(operation, params):
        try:
            if operation == "AllJobs":
                return {"result": all_jobs(**params)}
            if operation == "Presign":
                return {"result": {"URL": client.generate_presigned_url(**params)}}
            if operation == "DeclaredFaults":
                return {"result": declared_faults()}
            answer = methods[operation](**params)
            answer.pop("ResponseMetadata")
            return {"result": answer}
        except ClientError as error:
            said = error.response["Error"]
            # The class that callers catch: botocore has one for each exception of its model.
            kind = type(error).__name__
            return {"fault": {"code": said["Code"], "message": said["Message"], "class": kind}}

    return call


def boto2_caller(endpoint, key, verb):
    from boto.connection import AWSQueryConnection

    class ImportExport(AWSQueryConnection):
        APIVersion = "2010-06-01"

        def _required_auth_capability(self):
            return ["sign-v2"]

    at = urlsplit(endpoint)
    connection = ImportExport(
        aws_access_key_id=key["accessKeyId"],
        aws_secret_access_key=key["secretAccessKey"],
        security_token=key.get("sessionToken"),
        host=at.hostname,
        port=at.port,
        is_secure=False,
    )
    connection.num_retries = 0

    def value(element):
        if len(element) == 0:
            return [] if local(element) in ("Jobs", "ArtifactList") else element.text or ""
        if local(element[0]) == "member":
            return [value(member) for member in element]
        return {local(child): value(child) for child in element}

    def local(element):
        return element.tag.split("}")[-1]

    def call(operation, params):
        flat = {}
        for name, given in params.items():
            if isinstance(given, list):
                connection.build_list_params(flat, given, name + ".member")
            else:
                flat[name] = str(given).lower() if isinstance(given, bool) else str(given)
        root = ElementTree.fromstring(connection.make_request(operation, flat, "/", verb).read())
        children = {local(child): child for child in root}
        if "Error" in children:
            fault = value(children["Error"])
            return {"fault": {"code": fault["Code"], "message": fault["Message"]}}
        return {"result": value(children[operation + "Result"]) or {}}

    return call


def main():
    for line in sys.stdin:
        order = json.loads(line)
        endpoint, key = order["endpoint"], order["key"]
        if sys.argv[1] == "boto3":
            call = boto3_caller(endpoint, key)
        else:
            call = boto2_caller(endpoint, key, sys.argv[2])
        outcome = call(order["operation"], order["params"])
        print(json.dumps(outcome, default=lambda moment: moment.isoformat()), flush=True)


main()
