/**
 * A certificate for 127.0.0.1 that nobody but a test trusts, and its key; good for a hundred years. Made with
 * openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -addext subjectAltName=IP:127.0.0.1,DNS:localhost
 */
export const LOCAL_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUOY5Dnc2ArOLjO/6nqQVs1qTBLJkwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyNjE0MTIyN1oYDzIxMjYxMTAy
MTQxMjI3WjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASjYOd0ygL1EOa5mRsau7QuGo0vc0cbGh0ROHAs9k+VeWRabu3HGMrx
NbqeAj0QDeqpPgPLCFrpm5YKRdyiAWiwo28wbTAdBgNVHQ4EFgQUluo3SmBsAlff
58DcLicPJ/jX/VQwHwYDVR0jBBgwFoAUluo3SmBsAlff58DcLicPJ/jX/VQwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARhwR/AAABgglsb2NhbGhvc3QwCgYIKoZI
zj0EAwIDSQAwRgIhAN30qQvsVYZr4xENdfqqLrr5vJ22t2m4uM3Ihl+BhO22AiEA
zuJ8o7H4bocnFY0cyFWzATTLo8RlCAK7mc588XGX0qM=
-----END CERTIFICATE-----
`

export const LOCAL_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgV8Rxbf3qzmO3m1n9
JdneWwD5i6PbMmfmLTD8eQw0T8ehRANCAASjYOd0ygL1EOa5mRsau7QuGo0vc0cb
Gh0ROHAs9k+VeWRabu3HGMrxNbqeAj0QDeqpPgPLCFrpm5YKRdyiAWiw
-----END PRIVATE KEY-----
`
