# Calls an Import/Export endpoint with the AWS SDK for Ruby 1: a JSON order a line in, its JSON outcome a line out.
require 'aws-sdk'
require 'json'
require 'time'

$stdout.sync = true

def camel(name)
  name.to_s.split('_').map { |part| part == 'url' ? 'URL' : part.capitalize }.join
end

def plain(value)
  case value
  when Hash then value.reject { |name, _| name == :response_metadata }.to_h { |name, inner| [camel(name), plain(inner)] }
  when Array then value.map { |inner| plain(inner) }
  when Time then value.iso8601
  else value
  end
end

def underscored(name)
  name.gsub(/(?<=[a-z])[A-Z]/) { |letter| "_#{letter}" }.downcase
end

$stdin.each_line do |line|
  order = JSON.parse(line)
  endpoint = URI(order['endpoint'])
  key = order['key']
  client = AWS::ImportExport::Client.new(
    access_key_id: key['accessKeyId'], secret_access_key: key['secretAccessKey'], session_token: key['sessionToken'],
    import_export_endpoint: endpoint.host, import_export_port: endpoint.port, use_ssl: false, max_retries: 0
  )
  begin
    params = order['params'].to_h { |name, value| [underscored(name).to_sym, value] }
    puts JSON.generate(result: plain(client.public_send(underscored(order['operation']), params).data))
  rescue AWS::Errors::Base => error
    puts JSON.generate(fault: { code: error.code, message: error.message, class: error.class.name.split('::').last })
  end
end
