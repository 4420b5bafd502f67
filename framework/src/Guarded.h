//
// Guarded.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Guarded_INCLUDED
#define WS_Guarded_INCLUDED


#include <Poco/Exception.h>
#include <exception>
#include <new>
#include <optional>
#include <string>


namespace WS {


template <class Call>
std::optional<std::string> thrownBy(const Call& call)
	/// Makes a call of an extension, which is others' code and perhaps a shared object's: what it throws ends the connection,
	/// not the caller. Returns the exception's text; nothing: none was thrown. std::bad_alloc is no fault of it, and passes.
{
	try
	{
		call();
		return std::nullopt;
	}
	catch (const std::bad_alloc&)
	{
		throw;
	}
	catch (const Poco::Exception& exception)
	{
		return exception.displayText();          // what() is its class alone
	}
	catch (const std::exception& exception)
	{
		return exception.what();
	}
	catch (...)
	{
		return "an exception of unknown type";
	}
}


} // namespace WS


#endif // WS_Guarded_INCLUDED
