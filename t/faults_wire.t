#!/bin/sh
# GitHub misbehaves while a release is awaited: answers that break off, hang or
# never end, and bodies that are not as long as they say, or too large.
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/table.sh"
. "$(dirname "$0")/misbehave.sh"

# An answer that breaks off, hangs, or drips at each of its stages
for at in nothing status name value field head body chunk_size chunk last_chunk; do
    for how in close reset; do
        passes "an answer that ends at $at by $how" "\"do\": \"stop\", \"at\": \"$at\", \"how\": \"$how\"" 'no answer from GitHub: '
    done
done
for code in 401 403 404 410 301; do
    passes "a $code that breaks off in its head" "\"do\": \"raw\", \"text\": \"HTTP/1.1 $code So\\r\\nServer: git\"" 'no answer from GitHub: the answer has no whole HTTP head'
    passes "a $code that breaks off in its body" "\"do\": \"raw\", \"text\": \"HTTP/1.1 $code So\\r\\nContent-Length: 99\\r\\n\\r\\n{\"" 'no answer from GitHub: '
done
passes_end
for at in nothing status name value field head body chunk_size chunk last_chunk; do
    LIMIT=2 behaviour "An answer that hangs at $at ends by the time limit" release "\"do\": \"stop\", \"at\": \"$at\", \"how\": \"hang\"" 5 'time is up after 2 s'
done
for at in nothing name body chunk; do
    LIMIT=2 behaviour "An answer that drips from $at on ends by the time limit" release "\"do\": \"stop\", \"at\": \"$at\", \"how\": \"drip\"" 5 'time is up after 2 s'
done
behaviour 'An answer that hangs once is asked for again' release '"do": "stop", "at": "body", "how": "hang"' 0 'no answer from GitHub: Operation timed out after 15' 'GitHub answers again'

# Heads and bodies without end
LIMIT=2 behaviour 'A head without end ends by the time limit' release '"do": "endless_head"' 5 'time is up after 2 s'
LIMIT=2 behaviour 'A field without end ends by the time limit' release '"do": "endless_head", "line": true' 5 'time is up after 2 s'
behaviour 'A head without end passes' release '"do": "endless_head"' 0 'no answer from GitHub: ' 'GitHub answers again'
passes 'a body without end' "\"do\": \"endless\", \"text\": \"$(printf %01000d 0)\"" 'no answer from GitHub: the answer is larger than 2 MiB'
passes 'a body of 200 MiB' '"do": "big", "mib": 200' 'no answer from GitHub: Maximum file size exceeded'
passes 'a body of 200 MiB in chunks' '"do": "flood", "mib": 200' 'no answer from GitHub: the answer is larger than 2 MiB'
passes 'a body of 8 MiB that is JSON' '"do": "body", "body": "[", "repeat": {"text": "{},", "times": 2796202}, "base64": "e31d"' 'Maximum file size exceeded'
passes_end
GROUP=1 # so that each has its own measure of memory
MANY='makes no sense: it has too many values'
passes 'a body of many small objects' '"do": "body", "body": "[", "repeat": {"text": "{},", "times": 600000}, "base64": "e31d"' "$MANY"
passes 'a body of just fewer small objects' '"do": "body", "body": "[", "repeat": {"text": "{},", "times": 31000}, "base64": "e31d"' 'makes no sense: it is not an object'
passes 'a body of many small arrays' '"do": "body", "body": "[", "repeat": {"text": "[],", "times": 600000}, "base64": "e31d"' "$MANY"
passes 'a body of just fewer small arrays' '"do": "body", "body": "[", "repeat": {"text": "[],", "times": 46000}, "base64": "e31d"' 'makes no sense: it is not an object'
passes 'a body of many numbers' '"do": "body", "body": "[", "repeat": {"text": "0,", "times": 900000}, "base64": "MF0="' "$MANY"
passes 'a body of just fewer numbers' '"do": "body", "body": "[", "repeat": {"text": "0,", "times": 175000}, "base64": "MF0="' 'makes no sense: it is not an object'
passes 'a body that is one long text' '"do": "body", "body": "[\"", "repeat": {"text": "abcdefgh", "times": 260000}, "base64": "Il0="' 'makes no sense: it is not an object'
passes 'a 502 with a page of 2 MiB' '"do": "body", "status": 502, "body": "[", "repeat": {"text": "{},", "times": 600000}, "base64": "e31d"' 'GitHub answered 502; trying again'
GROUP=4
behaviour 'A refusal with a body of 2 MiB is still a refusal' release '"do": "body", "status": 401, "body": "[", "repeat": {"text": "{},", "times": 600000}, "base64": "e31d"' 4 'GitHub does not accept the token (401: no word of why)'

# Bodies of another length than is told, or in another coding
passes 'a Content-Length that is too small' '"do": "header", "headers": {"Content-Length": "20"}' 'makes no sense: it is not JSON'
passes 'a Content-Length of terabytes' '"do": "header", "headers": {"Content-Length": "99999999999999"}' 'Maximum file size exceeded'
passes 'a Content-Length that overflows' '"do": "header", "headers": {"Content-Length": "99999999999999999999999"}' 'no answer from GitHub: '
passes 'a Content-Length below 0' '"do": "header", "headers": {"Content-Length": "-5"}' 'no answer from GitHub: '
passes 'two lengths that differ' '"do": "header", "headers": {"Content-Length": ["20", "30"]}' '; trying again'
passes 'a chunk of a size that is none' '"do": "raw", "text": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{body}\r\n0\r\n\r\n"' 'no answer from GitHub: '
passes 'a chunk of a size that overflows' '"do": "raw", "text": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffffffff\r\n{body}\r\n0\r\n\r\n"' 'no answer from GitHub: '
passes 'a NUL in a head' '"do": "raw", "text": "HTTP/1.1 200 OK\r\nX: \u0000\r\nContent-Length: {length}\r\n\r\n{body}"' 'no answer from GitHub: '
passes 'a line of a head that looks like ours' '"do": "raw", "text": "HTTP/1.1 200 OK\r\norchestrator-transfer 0 2 0.1 \r\nContent-Length: 2\r\n\r\n{}"' 'Header without colon'
passes 'a field that looks like what curl tells us' '"do": "raw", "text": "HTTP/1.1 200 OK\r\norchestrator-transfer 0 2 0.1 : x\r\nContent-Length: 2\r\n\r\n{}"' 'makes no sense: '
passes 'fields after the last chunk' '"do": "raw", "text": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX-Trailer: 1\r\n\r\n"' 'makes no sense: tag_name is not a string'
passes 'a head in the body' '"do": "body", "body": "HTTP/1.1 401 Unauthorized\r\n\r\norchestrator-transfer 0 0 0\n"' 'makes no sense: it is not JSON'
for coding in gzip deflate; do
    passes "a body in $coding that nobody asked for" "\"do\": \"coded\", \"coding\": \"$coding\"" 'makes no sense: it is not JSON'
done
passes 'a bomb in gzip' '"do": "coded", "coding": "gzip", "mib": 64' 'makes no sense: it is not JSON'
passes 'a bomb in deflate' '"do": "coded", "coding": "deflate", "mib": 64' 'makes no sense: it is not JSON'
passes_end
LIMIT=2 behaviour 'A Content-Length that is too large ends by the time limit' release '"do": "header", "headers": {"Content-Length": "999999"}' 5 'time is up after 2 s'
behaviour 'A Content-Length that is no number is not minded' release '"do": "raw", "text": "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n{body}"' 0
behaviour 'A head without CR is read' release '"do": "raw", "text": "HTTP/1.0 200 OK\nContent-Length: {length}\n\n{body}"' 0
behaviour 'A second answer after the first is not taken for one' release '"do": "raw", "text": "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}HTTP/1.1 401 Unauthorized\r\n\r\n"' 0
behaviour 'A coding that is told and not done does no harm' release '"do": "coded", "coding": "br"' 0
table_end 'GitHub behaviours'
