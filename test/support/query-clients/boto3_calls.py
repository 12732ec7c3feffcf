"""Makes calls with boto3, as JSON on stdin asks for, and prints what came of each as JSON."""
import datetime
import json
import sys

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError

asked = json.load(sys.stdin)
key = asked["key"]
client = boto3.client(
    "importexport",
    endpoint_url=asked["endpoint"],
    region_name="us-east-1",
    aws_access_key_id=key["accessKeyId"],
    aws_secret_access_key=key["secretAccessKey"],
    aws_session_token=key.get("sessionToken"),
    config=Config(retries={"max_attempts": 0}, parameter_validation=True),
)


def outcome(call):
    method = xform_name(call["operation"])
    try:
        if call.get("pageSize"):
            pages = client.get_paginator(method).paginate(PaginationConfig={"PageSize": call["pageSize"]})
            result = {"Jobs": [job for page in pages for job in page["Jobs"]]}
        else:
            result = getattr(client, method)(**call["params"])
            result.pop("ResponseMetadata")
        return {"result": result}
    except ClientError as error:
        metadata = error.response["ResponseMetadata"]
        return {
            "fault": {
                "code": error.response["Error"]["Code"],
                "message": error.response["Error"]["Message"],
                "status": metadata["HTTPStatusCode"],
                "class": type(error).__name__,
                "requestId": metadata["RequestId"],
            }
        }


def as_json(value):
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    raise TypeError(value)


json.dump([outcome(call) for call in asked["calls"]], sys.stdout, default=as_json)
