"""Prints a run's points as they are logged: python3 stream_points.py http://127.0.0.1:5080 RUN [TOKEN]

Only the standard library: SignalR's JSON protocol over long polling. Messages end with the byte 0x1e.
"""
import json
import sys
import urllib.request

END = "\x1e"


def main(server, run, token=None):
    hub = server.rstrip("/") + "/hubs/runs"
    headers = {"Authorization": "Bearer " + token} if token else {}

    def call(method, url, body=None):
        request = urllib.request.Request(url, None if body is None else body.encode(), headers, method=method)
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status, answer.read().decode()

    connection = json.loads(call("POST", hub + "/negotiate?negotiateVersion=1", "")[1])
    hub += "?id=" + connection["connectionToken"]
    call("GET", hub)  # the first poll opens the connection
    call("POST", hub, json.dumps({"protocol": "json", "version": 1}) + END)
    call("POST", hub, json.dumps({"type": 4, "invocationId": "1", "target": "StreamPoints", "arguments": [run, -1]}) + END)
    while True:
        status, text = call("GET", hub)
        if status == 204:
            return
        for message in filter(None, text.split(END)):
            message = json.loads(message)
            if message.get("type") == 2:  # an item of the stream
                batch = message["item"]
                if batch["restart"]:
                    print("restart: forget the points so far", flush=True)
                for series in batch["series"]:
                    for step, value in zip(series["steps"], series["values"]):
                        # NaN and infinities come as the strings "NaN", "Infinity" and "-Infinity".
                        print(series["metric"], step, float(value), sep="\t", flush=True)
            elif message.get("type") == 3:  # the stream ended
                if message.get("error"):
                    sys.exit(message["error"])
                return


if __name__ == "__main__":
    main(*sys.argv[1:])
