//
// TLS.cpp
//
// How servers and clients do TLS.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/TLS.h"
#include "TLSRules.h"
#include <Poco/Exception.h>
#include <Poco/Net/SSLException.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <utility>


namespace WS {
namespace Net {


using Poco::Net::Context;


namespace {


Context::Ptr newClientContext(const std::string& caLocation)
{
	Context::Params parameters;
	parameters.caLocation = caLocation;
	parameters.loadDefaultCAs = caLocation.empty();
	return new Context(Context::TLS_CLIENT_USE, parameters);
}


Context::Ptr newServerContext(const std::string& certificateFile, const std::string& privateKeyFile)
{
	Context::Params parameters;
	parameters.certificateFile = certificateFile;
	parameters.privateKeyFile = privateKeyFile;
	parameters.verificationMode = Context::VERIFY_NONE;
	Context::Ptr context = new Context(Context::TLS_SERVER_USE, parameters);
	// Sessions of ours have that in any case, Poco's of a server that shares the context do not.
	SSL_CTX_set_min_proto_version(context->sslContext(), TLS1_2_VERSION);
	SSL_CTX_set_options(context->sslContext(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
	return context;
}


void checkVersions(const Context& context)
{
	SSL* const session = SSL_new(context.sslContext());
	const bool usable = session && imposeTLSRules(session);
	SSL_free(session);
	ERR_clear_error();
	if (!usable) throw Poco::InvalidArgumentException("a context without TLS 1.2 and newer");
}


Context::Ptr checkedForServer(Context::Ptr context, const std::string& certificateFile = {})
{
	if (!context || !context->isForServerUse()) throw Poco::InvalidArgumentException("TLS of a server needs a context for servers");
	checkVersions(*context);
	const bool matching = SSL_CTX_check_private_key(context->sslContext()) == 1;
	ERR_clear_error();
	if (!matching) throw Poco::Net::SSLContextException("no certificate, or a private key that is not the certificate's", certificateFile);
	selectALPN(context->sslContext());
	return context;
}


} // namespace


//
// ClientTLS
//


ClientTLS ClientTLS::complete() const
{
	auto result = *this;
	if (!context) result.context = newClientContext(caLocation);
	else if (!caLocation.empty()) throw Poco::InvalidArgumentException("authorities beside a context, which has its own", caLocation);
	else if (context->isForServerUse()) throw Poco::InvalidArgumentException("TLS of a client needs a context for clients");
	else checkVersions(*context);
	result.caLocation.clear();
	return result;
}


//
// ServerTLS
//


ServerTLS::ServerTLS(Context::Ptr context):
	_context(checkedForServer(std::move(context)))
{
}


ServerTLS::ServerTLS(const std::string& certificateFile, const std::string& privateKeyFile):
	_certificateFile(certificateFile),
	_privateKeyFile(privateKeyFile),
	_context(checkedForServer(newServerContext(certificateFile, privateKeyFile), certificateFile))
{
}


void ServerTLS::reload()
{
	if (_certificateFile.empty()) throw Poco::IllegalStateException("reload() without files to read again");
	reload(checkedForServer(newServerContext(_certificateFile, _privateKeyFile), _certificateFile));
}


void ServerTLS::reload(Context::Ptr context)
{
	auto checked = checkedForServer(std::move(context));
	const std::lock_guard lock(_mutex);
	_context = std::move(checked);
}


Context::Ptr ServerTLS::context() const
{
	const std::lock_guard lock(_mutex);
	return _context;
}


} } // namespace WS::Net
