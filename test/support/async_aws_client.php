<?php
// Calls an Import/Export endpoint with AsyncAws' signer: a JSON order a line in, its JSON outcome a line out (the answer as
// XML). With the argument "presign" the signature goes into the URL.

require '/usr/share/php/AsyncAws/Core/autoload.php';

use AsyncAws\Core\Credentials\Credentials;
use AsyncAws\Core\Request;
use AsyncAws\Core\RequestContext;
use AsyncAws\Core\Signer\SignerV4;
use AsyncAws\Core\Stream\StringStream;

function flat(array $params): array
{
    $flat = [];
    foreach ($params as $name => $value) {
        if (!is_array($value)) {
            $flat[$name] = is_bool($value) ? ($value ? 'true' : 'false') : (string) $value;
        } elseif ($value === []) {
            $flat[$name] = '';
        } else {
            foreach ($value as $index => $member) {
                $flat["$name.member." . ($index + 1)] = $member;
            }
        }
    }
    return $flat;
}

$presigns = ($argv[1] ?? '') === 'presign';
$signer = new SignerV4('IngestionService', 'us-east-1');
while (true) {
    $line = fgets(STDIN);
    if ($line === false) {
        // A process that was stopped and goes on reads nothing, before the end too.
        if (feof(STDIN)) {
            break;
        }
        continue;
    }
    $order = json_decode($line, true);
    $key = $order['key'];
    $form = ['Action' => $order['operation'], 'Version' => '2010-06-01'] + flat($order['params']);
    $body = $presigns ? '' : http_build_query($form, '', '&', PHP_QUERY_RFC1738);
    $headers = $presigns ? [] : ['content-type' => 'application/x-www-form-urlencoded'];
    $method = $presigns ? 'GET' : 'POST';
    $request = new Request($method, '/', [], $headers, StringStream::create($body));
    $request->setEndpoint($order['endpoint'] . '/' . ($presigns ? '?' . http_build_query($form, '', '&', PHP_QUERY_RFC3986) : ''));
    $credentials = new Credentials($key['accessKeyId'], $key['secretAccessKey'], $key['sessionToken'] ?? null);
    $context = new RequestContext();
    $presigns ? $signer->presign($request, $credentials, $context) : $signer->sign($request, $credentials, $context);

    $lines = ['connection: close'];
    foreach ($request->getHeaders() as $name => $value) {
        $lines[] = "$name: $value";
    }
    $http = ['method' => $method, 'header' => $lines, 'content' => $body, 'ignore_errors' => true, 'protocol_version' => 1.1];
    $answer = file_get_contents($request->getEndpoint(), false, stream_context_create(['http' => $http]));
    echo json_encode(['xml' => $answer]), "\n";
}
