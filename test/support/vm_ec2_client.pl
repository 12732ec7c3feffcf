# Calls an Import/Export endpoint with VM::EC2: a JSON order a line in, its JSON outcome a line out (the answer as XML).
use strict;
use warnings;

# VM::EC2 signs with version 2, unless AWS::Signature4 is there: that takes the service's name from the host's.
BEGIN { unshift @INC, sub { die "not here\n" if $_[1] eq 'AWS/Signature4.pm'; undef } }
use Encode qw(decode_utf8 encode_utf8);
use JSON::PP;
use VM::EC2;

{
    no warnings qw(redefine once);
    *VM::EC2::version = sub { '2010-06-01' };
    # Its own reader knows EC2's answers only.
    *VM::EC2::Dispatch::content2objects = sub { my ($class, $action, $body) = @_; $body };
}

# What it signs must be bytes: it signs characters as ISO-8859-1, and sends them as UTF-8. With the argument "characters" it
# gets those, as who does not know that gives them to it.
my $gets_bytes = ($ARGV[0] // '') ne 'characters';

sub text {
    my $value = shift;
    return $value ? 'true' : 'false' if JSON::PP::is_bool($value);
    return $gets_bytes ? encode_utf8($value) : $value;
}

my $json = JSON::PP->new->ascii;
$| = 1;
while (my $line = <STDIN>) {
    my $order = decode_json($line);
    my ($params, $key) = ($order->{params}, $order->{key});
    my $ec2 = VM::EC2->new(
        -access_key  => $key->{accessKeyId},
        -secret_key  => $key->{secretAccessKey},
        -endpoint    => "$order->{endpoint}/",
        -raise_error => 0,
        -print_error => 0,
    );
    $ec2->security_token($key->{sessionToken}) if $key->{sessionToken};

    my @flat;
    for my $name (keys %$params) {
        my $value = $params->{$name};
        if (ref $value ne 'ARRAY') { push @flat, $name, text($value) }
        elsif (@$value == 0) { push @flat, $name, '' }
        else { push @flat, "$name.member." . ($_ + 1), text($value->[$_]) for 0 .. $#$value }
    }
    my $body  = $ec2->call($order->{operation}, @flat);
    my $error = $ec2->error;
    my $outcome = $error ? { fault => { code => $error->code, message => $error->message } } : { xml => decode_utf8($body) };
    print $json->encode($outcome), "\n";
}
